package io.earwitness.app;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * What a running {@code up} leaves in its data folder, so that other commands find it.
 *
 * @param pid of the process
 * @param bundle folder of the bundle that captions; empty where an older version runs
 * @param feeds file of feeds that it watches
 */
public record RunningStack(
    long pid,
    String bootstrapServers,
    String registryUrl,
    Optional<String> bundle,
    Optional<Path> feeds) {
  private static final String FILE = "running.properties";

  /** The stack that runs on a data folder, if one does. */
  public static Optional<RunningStack> in(Path dataFolder) {
    var properties = new Properties();
    try (Reader reader = Files.newBufferedReader(dataFolder.resolve(FILE))) {
      properties.load(reader);
      var stack =
          new RunningStack(
              Long.parseLong(properties.getProperty("pid")),
              properties.getProperty("kafka"),
              properties.getProperty("registry"),
              Optional.ofNullable(properties.getProperty("bundle")),
              Optional.ofNullable(properties.getProperty("feeds")).map(Path::of));
      // A killed process leaves the file behind.
      boolean alive = ProcessHandle.of(stack.pid).map(ProcessHandle::isAlive).orElse(false);
      return alive ? Optional.of(stack) : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Tells the other commands. */
  public void announceIn(Path dataFolder) throws IOException {
    var properties = new Properties();
    properties.setProperty("pid", Long.toString(pid));
    properties.setProperty("kafka", bootstrapServers);
    properties.setProperty("registry", registryUrl);
    bundle.ifPresent(dir -> properties.setProperty("bundle", dir));
    feeds.ifPresent(file -> properties.setProperty("feeds", file.toString()));
    try (Writer writer = Files.newBufferedWriter(dataFolder.resolve(FILE))) {
      properties.store(writer, "Where a running `earwitness up` listens");
    }
  }

  /** Takes the announcement back. */
  public static void withdrawFrom(Path dataFolder) throws IOException {
    Files.deleteIfExists(dataFolder.resolve(FILE));
  }
}
