package io.earwitness.benchmarks.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real Chromium without a window that looks at the page.
 *
 * @param program its path
 * @param address of the view
 */
record Chromium(Path program, String address) {
  static final String HEADER =
      """

      | view | frames/s | frames over 50 ms | longest frame, ms | tasks over 50 ms, a minute | longest task, ms | Chromium, % of a core |
      |---|---:|---:|---:|---:|---:|---:|""";

  /** Resolves to what a user would notice: frames that come late, and tasks that hold all up. */
  private static final String WATCH =
      """
      new Promise((done) => {
        const tasks = [];
        new PerformanceObserver((list) => tasks.push(...list.getEntries().map((e) => e.duration)))
          .observe({ type: 'longtask' });
        const frames = [];
        const began = performance.now();
        let last = began;
        const frame = (now) => {
          frames.push(now - last);
          last = now;
          if (now - began < %d) requestAnimationFrame(frame);
          else done({ frames: frames.length, slow: frames.filter((f) => f > 50).length,
            longest: Math.max(...frames), tasks: tasks.length, longestTask: Math.max(0, ...tasks),
            cards: document.querySelectorAll('[data-feed]').length });
        };
        requestAnimationFrame(frame);
      })
      """;

  /** Loading is over by then. */
  private static final Duration SETTLE = Duration.ofSeconds(15);

  /** Looks for a while and returns a row of a Markdown table under {@link #HEADER}. */
  String watch(Duration length) throws Exception {
    Path profile = Files.createTempDirectory("earwitness-chromium");
    Process process = started(profile);
    try (DevTools tools = DevTools.of(process)) {
      TimeUnit.NANOSECONDS.sleep(SETTLE.toNanos());
      long cpuBefore = cpuNanos(process);
      long began = System.nanoTime();
      JsonNode seen = tools.evaluate(WATCH.formatted(length.toMillis()));
      double share = (double) (cpuNanos(process) - cpuBefore) / (System.nanoTime() - began);
      return String.format(
          Locale.ROOT,
          "| %s | %.0f | %.1f %% | %.0f | %.1f | %.0f | %.0f |",
          seen.path("cards").asInt() > 0
              ? "wall, %d feeds".formatted(seen.path("cards").asInt())
              : "one feed",
          seen.path("frames").asDouble() / length.toMillis() * 1e3,
          100 * seen.path("slow").asDouble() / seen.path("frames").asDouble(),
          seen.path("longest").asDouble(),
          60e3 * seen.path("tasks").asDouble() / length.toMillis(),
          seen.path("longestTask").asDouble(),
          100 * share);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      delete(profile);
    }
  }

  private Process started(Path profile) throws IOException {
    return new ProcessBuilder(
            List.of(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--window-size=1280,900",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                address))
        .start();
  }

  /** Of the whole browser: it draws in processes of its own. */
  private static long cpuNanos(Process process) {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .map(ProcessHandle::info)
        .mapToLong(info -> info.totalCpuDuration().map(Duration::toNanos).orElse(0L))
        .sum();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
