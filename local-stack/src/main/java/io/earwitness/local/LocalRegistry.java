package io.earwitness.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A Schema Registry (Apicurio) as a child process on the loopback address, with its schemas in a
 * folder that outlives it. It speaks the Confluent REST API, keeps every subject to {@code
 * FULL_TRANSITIVE} unless told otherwise, and ends with this process, even one that is killed.
 */
public final class LocalRegistry implements AutoCloseable {
  /** System property that says where the registry's program is unpacked. */
  public static final String HOME_PROPERTY = "earwitness.registry.home";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final FolderLock lock;
  private final Process process;
  private final int port;

  private LocalRegistry(FolderLock lock, Process process, int port) {
    this.lock = lock;
    this.process = process;
    this.port = port;
  }

  /**
   * Starts a registry and returns when it serves. Its log is {@code registry.log} in the folder.
   *
   * @param folder keeps the schemas between runs; created where it is missing
   * @param port to listen on, or 0 for any free one
   * @throws LocalStackException if the folder or the port is in use, the program is not there, or
   *     it fails to start
   */
  public static LocalRegistry start(Path folder, int port) {
    FolderLock lock = FolderLock.take(folder);
    LocalRegistry registry = null;
    try {
      int claimed = Ports.claim(port, "registry");
      Process process = RegistryCommand.of(home(), folder.toAbsolutePath(), claimed).start();
      registry = new LocalRegistry(lock, process, claimed);
      registry.awaitReady(folder.resolve(RegistryCommand.LOG));
      return registry;
    } catch (IOException | RuntimeException e) {
      if (registry == null) {
        lock.close();
      } else {
        registry.close();
      }
      throw e instanceof LocalStackException known
          ? known
          : new LocalStackException("The registry did not start: %s.".formatted(e), e);
    }
  }

  /**
   * Where the registry's program is.
   *
   * @throws LocalStackException if it is not known
   */
  public static Path home() {
    String home = System.getProperty(HOME_PROPERTY);
    if (home == null) {
      throw new LocalStackException(
          "The system property %s does not say where the registry's program is."
              .formatted(HOME_PROPERTY));
    }
    return Path.of(home);
  }

  private void awaitReady(Path log) throws IOException {
    var api = new RegistryApi(URI.create(url()));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!api.requireFullTransitive()) {
      if (!process.isAlive()) {
        throw new LocalStackException(
            "The registry ended with status %d while starting; %s says: %s."
                .formatted(process.exitValue(), log, lastLine(log)));
      }
      if (System.nanoTime() > deadline) {
        throw new LocalStackException(
            "The registry did not answer within %d s; see %s."
                .formatted(PATIENCE.toSeconds(), log));
      }
      waitFor(Duration.ofMillis(50));
    }
  }

  private static String lastLine(Path log) throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> !line.isBlank())
        .reduce((first, second) -> second)
        .orElse("nothing");
  }

  private boolean waitFor(Duration span) {
    try {
      return process.waitFor(span.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalStackException("The registry's start was interrupted.", e);
    }
  }

  /** The base of the Confluent REST API, for a client's {@code schema.registry.url}. */
  public String url() {
    return "http://%s:%d/apis/ccompat/v7".formatted(Ports.HOST, port);
  }

  public int port() {
    return port;
  }

  /** The child's process id. */
  public long pid() {
    return process.pid();
  }

  /** Stops the child and gives the folder free. May be called twice. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!waitFor(GRACE)) {
        process.destroyForcibly().onExit().join();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The pipe to the registry can't be closed", e);
    } finally {
      lock.close();
    }
  }
}
