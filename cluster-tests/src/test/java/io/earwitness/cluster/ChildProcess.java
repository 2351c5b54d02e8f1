package io.earwitness.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A JVM of its own, with its output in a file. Ends with the JVM that started it, unless that one
 * is killed. Safe for use by several threads.
 */
final class ChildProcess implements AutoCloseable {
  private static final int TOLD_LINES = 30;
  private static final long PAGE_BYTES = 4_096;

  private final String name;
  private final Path log;
  private final Process process;
  private final Thread atExit;

  private ChildProcess(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
    this.atExit = new Thread(this::destroyTree, "end-" + name);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Starts {@code java} with the given arguments.
   *
   * @param name also of the log, which is appended to
   */
  static ChildProcess java(String name, Path folder, List<String> arguments) {
    return java(name, folder, arguments, Map.of());
  }

  /** As {@link #java(String, Path, List)}, with more in its environment. */
  static ChildProcess java(
      String name, Path folder, List<String> arguments, Map<String, String> environment) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Several JVMs share few cores here: a short way to compiled code serves them best.
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(arguments);
    Path log = folder.resolve(name + ".log");
    try {
      Files.createDirectories(folder);
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().putAll(environment);
      Process process = builder.start();
      return new ChildProcess(name, log, process);
    } catch (IOException e) {
      throw new UncheckedIOException("%s does not start".formatted(name), e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Whether it has ended, and its last words were these. */
  boolean endedSaying(String words) {
    return !isAlive() && endOfLog().contains(words);
  }

  /**
   * @throws AssertionError with the end of its log, if it has ended
   */
  void requireAlive() {
    if (!isAlive()) {
      throw new AssertionError(
          "%s ended with status %d:%n%s".formatted(name, process.exitValue(), endOfLog()));
    }
  }

  /** Ends it, and what it started, as the kernel does: without a word (SIGKILL). */
  void kill() throws InterruptedException {
    destroyTree();
    process.waitFor();
    forgetHook();
  }

  private void destroyTree() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** For one that has ended by itself. */
  void forgetHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM ends: the hook runs, and finds nothing to do.
      return;
    }
  }

  /** Resident memory in bytes, as Linux counts it, once the JVM has collected its garbage. */
  long residentBytesAfterCollection() throws IOException, InterruptedException {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    // Class loaders of ended jobs go with the first, what their finalizers held with the second.
    for (int collection = 0; collection < 2; collection++) {
      new ProcessBuilder(tool.toString(), Long.toString(process.pid()), "GC.run")
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    }
    String pages = Files.readString(Path.of("/proc/" + process.pid() + "/statm")).split(" ", -1)[1];
    return Long.parseLong(pages) * PAGE_BYTES;
  }

  /** How many different files with this in their name are mapped into its memory. */
  long mappedFiles(String part) throws IOException {
    try (Stream<String> maps = Files.lines(Path.of("/proc/" + process.pid() + "/maps"))) {
      return maps.map(line -> line.split("\\s+", 6))
          .filter(fields -> fields.length == 6 && fields[5].contains(part))
          .map(fields -> fields[4])
          .distinct()
          .count();
    }
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException("%s can't be read".formatted(log), e);
    }
  }

  private String endOfLog() {
    List<String> lines = log().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size()));
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      destroyTree();
      process.waitFor();
    }
    forgetHook();
  }
}
