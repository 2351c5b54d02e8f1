package io.earwitness.benchmarks.throughput;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How many captions a second are held against 10,000 rules. */
@Command(
    name = "rule-throughput",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Captions a second that are held against 10,000 rules with 200 distinct texts, 100 in scope "
          + "of each of 1,000 feeds: by the evaluator alone, and by the whole Kafka Streams "
          + "application with exactly-once v2, its broker on the same machine.",
      "Prints a Markdown table."
    })
public final class RuleThroughput implements Callable<Integer> {
  private static final String ROW = "| %s | %d | %,d | %.1f | %,.0f |%n";

  @Option(
      names = "--threads",
      defaultValue = "2",
      description = "Threads of each measurement (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "Of the evaluator alone, after as many to warm up (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--windows",
      defaultValue = "60",
      description =
          "Captions of each feed that go through the broker; the first quarter warms up "
              + "(default: ${DEFAULT-VALUE}).")
  private int windows;

  /** Runs the benchmark. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new RuleThroughput()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    System.out.println("| what | threads | captions | seconds | captions/s |");
    System.out.println("|---|---:|---:|---:|---:|");
    RuleLoad load = new RuleLoad();
    for (int count = 1; count <= threads; count++) {
      EvaluatorSpeed.Result alone = new EvaluatorSpeed(load, count, seconds).run();
      System.out.printf(
          ROW, "evaluator", count, alone.captions(), alone.wallSeconds(), alone.perSecond());
    }
    Path folder = Files.createTempDirectory("earwitness-benchmark");
    try {
      TopologySpeed.Result through = new TopologySpeed(load, windows, threads, folder).run();
      System.out.printf(
          ROW,
          "application, exactly-once",
          threads,
          through.captions(),
          through.wallSeconds(),
          through.perSecond());
      return 0;
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
