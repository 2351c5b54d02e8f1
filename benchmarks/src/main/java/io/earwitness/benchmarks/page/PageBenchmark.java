package io.earwitness.benchmarks.page;

import io.earwitness.app.page.PageServer;
import io.earwitness.benchmarks.endtoend.LoadOptions;
import io.earwitness.captioner.audio.SampleRate;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the page costs with many feeds, and how soon after a window's end it tells its caption. */
@Command(
    name = "page",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Plays feeds in real time through broker, registry, job (with a captioner that does nothing), "
          + "Kafka Streams application and page, all in this process, and measures how much of a "
          + "core the page's threads take and how long after a window's end a reader of the page "
          + "has its caption.",
      "Prints a Markdown table."
    })
public final class PageBenchmark implements Callable<Integer> {
  private static final String HEADER =
      """
      | page | captions | p50 ms | p99 ms | max ms | page's threads, %% of a core | whole process, %% of a core | load average |
      |---|---:|---:|---:|---:|---:|---:|---:|
      """;

  @Option(names = "--feeds", defaultValue = "50", description = "Default: ${DEFAULT-VALUE}.")
  private int feeds;

  @Option(
      names = "--readers",
      split = ",",
      defaultValue = "0,1,5",
      description = "Numbers of open pages to try (default: ${DEFAULT-VALUE}).")
  private List<Integer> readerCounts;

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description = "Of each measurement (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "60",
      description = "Seconds before the first measurement (default: ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--chromium",
      description = "A Chromium to open the page with, too, and see how smoothly it goes.")
  private Path chromium;

  @Option(
      names = "--bundle",
      description = "Folder of the bundle that the page's rules ask; default: the repository's.")
  private Path bundle = Path.of(System.getProperty("earwitness.home", "."), "models/default");

  @Mixin private LoadOptions options;

  private PageBenchmark() {}

  /** Runs the benchmark. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new PageBenchmark()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    SampleRate rate = options.rate();
    try (Stack stack = Stack.start(rate, bundle, options.assignments());
        var load = new LiveLoad(feeds, rate, stack.sender())) {
      load.start();
      TimeUnit.SECONDS.sleep(warmUp);
      System.out.printf(HEADER);
      row("none", List.of(), measured(Duration.ofSeconds(seconds)));
      try (PageServer page = stack.openPage()) {
        for (int count : readerCounts) {
          withReaders(page, count);
        }
        if (chromium != null) {
          System.out.println(Chromium.HEADER);
          for (String view : List.of("", "#/feed/" + LiveLoad.feedId(0))) {
            System.out.println(
                new Chromium(chromium, page.address() + view).watch(Duration.ofSeconds(seconds)));
          }
        }
      }
      load.throwFailure();
    }
    return 0;
  }

  private void withReaders(PageServer page, int count) throws Exception {
    List<PageReader> readers = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        readers.add(PageReader.open(page.address()));
      }
      // What was kept for who comes in is no news.
      TimeUnit.SECONDS.sleep(10);
      readers.forEach(PageReader::forget);
      row(count + " open", readers, measured(Duration.ofSeconds(seconds)));
    } finally {
      readers.forEach(PageReader::close);
    }
  }

  /** Shares of a core. */
  private record Cost(double page, double process) {}

  private static Cost measured(Duration length) throws InterruptedException {
    CpuTimes before = CpuTimes.now();
    TimeUnit.NANOSECONDS.sleep(length.toNanos());
    CpuTimes after = CpuTimes.now();
    return new Cost(after.pageShareSince(before), after.processShareSince(before));
  }

  private static void row(String what, List<PageReader> readers, Cost cost) {
    Optional<PageReader.Seen> seen = readers.stream().findFirst().map(PageReader::seen);
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %s | %s | %s | %.1f | %.0f | %.1f |%n",
        what,
        seen.map(one -> Integer.toString(one.captions())).orElse("–"),
        seen.map(one -> millis(one.medianMillis())).orElse("–"),
        seen.map(one -> millis(one.p99Millis())).orElse("–"),
        seen.map(one -> millis(one.maxMillis())).orElse("–"),
        100 * cost.page(),
        100 * cost.process(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static String millis(double millis) {
    return String.format(Locale.ROOT, "%.0f", millis);
  }
}
