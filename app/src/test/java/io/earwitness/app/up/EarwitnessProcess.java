package io.earwitness.app.up;

import io.earwitness.app.Main;
import io.earwitness.local.LocalRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The command in a process of its own, which a test may kill. */
public final class EarwitnessProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Process process;
  private final List<String> printed = new CopyOnWriteArrayList<>();
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final List<Thread> readers;

  private EarwitnessProcess(Process process) {
    this.process = process;
    this.readers =
        List.of(reader(process.getInputStream(), printed), reader(process.getErrorStream(), said));
  }

  public static EarwitnessProcess start(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    command.add("-XX:+UseSerialGC");
    String home = LocalRegistry.HOME_PROPERTY;
    command.add("-D%s=%s".formatted(home, System.getProperty(home)));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(arguments);
    var builder = new ProcessBuilder(command);
    // As the start script does.
    builder.environment().put("MALLOC_MMAP_THRESHOLD_", "1048576");
    builder.environment().put("MALLOC_ARENA_MAX", "4");
    return new EarwitnessProcess(builder.start());
  }

  private static Thread reader(InputStream stream, List<String> lines) {
    Thread thread =
        new Thread(
            () -> {
              try (var in =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                in.lines().forEach(lines::add);
              } catch (UncheckedIOException | IOException e) {
                lines.add("(the stream broke: %s)".formatted(e));
              }
            });
    thread.start();
    return thread;
  }

  /** Waits until a line of standard error holds a text, or the process has ended. */
  public void awaitSaid(String part) {
    Awaitility.await(part)
        .atMost(PATIENCE)
        .until(() -> !process.isAlive() || said.stream().anyMatch(line -> line.contains(part)));
  }

  /** Waits until so many lines of results are there. */
  public void awaitPrinted(int lines) {
    awaitPrinted(lines, PATIENCE);
  }

  public void awaitPrinted(int lines, Duration patience) {
    Awaitility.await("results").atMost(patience).until(() -> printed.size() >= lines);
  }

  /** Waits until a line of results holds a text. */
  public void awaitPrinted(String part) {
    Awaitility.await(part)
        .atMost(PATIENCE)
        .until(() -> printed.stream().anyMatch(line -> line.contains(part)));
  }

  /** SIGKILL, unless it ends by itself within {@code delay}. */
  boolean killAfter(Duration delay) throws InterruptedException {
    if (process.waitFor(delay.toMillis(), TimeUnit.MILLISECONDS)) {
      return false;
    }
    process.destroyForcibly().waitFor();
    return true;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGTERM, which ends it as Ctrl-C does. */
  public void stop() {
    process.destroy();
  }

  /** The exit status. */
  public int await(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("it has not ended after %s; it said %s".formatted(limit, said));
    }
    for (Thread reader : readers) {
      reader.join();
    }
    return process.exitValue();
  }

  public List<String> printed() {
    return printed;
  }

  public List<String> said() {
    return said;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
