package io.earwitness.app.backfill;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.earwitness.flink.config.JobConfig;
import io.earwitness.local.FolderLock;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Where the backfills of one run keep what outlives them, until they are done: for each range the
 * job's state, and where its topics ended when it began. One process at a time has it.
 */
public final class BackfillFolder implements AutoCloseable {
  private static final String BEGINS = "begins.properties";

  private final FolderLock lock;
  private final Path run;
  private final Path range;

  private BackfillFolder(FolderLock lock, Path run, Path range) {
    this.lock = lock;
    this.run = run;
    this.range = range;
  }

  /**
   * @param data the data folder, which need not be there
   * @throws io.earwitness.local.LocalStackException if another process captions this run
   */
  public static BackfillFolder take(Path data, JobConfig config) {
    Path run = data.resolve("backfill").resolve(config.name());
    String what =
        "%s %s %s %s"
            .formatted(
                config.kafka().bootstrapServers(),
                config.range().from(),
                config.range().to(),
                config.feeds());
    // Another range, or other feeds, is another backfill, with a state of its own.
    Path range = run.resolve(UUID.nameUUIDFromBytes(what.getBytes(UTF_8)).toString());
    return new BackfillFolder(FolderLock.take(run), run, range);
  }

  Path job() {
    return range.resolve("job");
  }

  public Path log() {
    return run.resolve("backfill.log");
  }

  /** The offset that each partition's next record had when this backfill first began. */
  Optional<Map<String, Map<Integer, Long>>> begins() {
    var properties = new Properties();
    try (Reader reader = Files.newBufferedReader(range.resolve(BEGINS))) {
      properties.load(reader);
    } catch (IOException e) {
      return Optional.empty();
    }
    Map<String, Map<Integer, Long>> begins = new TreeMap<>();
    for (String key : properties.stringPropertyNames()) {
      int dash = key.lastIndexOf('-');
      begins
          .computeIfAbsent(key.substring(0, dash), topic -> new TreeMap<>())
          .put(Integer.valueOf(key.substring(dash + 1)), Long.valueOf(properties.getProperty(key)));
    }
    return Optional.of(begins);
  }

  void remember(Map<String, Map<Integer, Long>> begins) {
    var properties = new Properties();
    begins.forEach(
        (topic, partitions) ->
            partitions.forEach(
                (partition, offset) ->
                    properties.setProperty(topic + "-" + partition, Long.toString(offset))));
    try {
      Files.createDirectories(range);
      try (Writer writer = Files.newBufferedWriter(range.resolve(BEGINS))) {
        properties.store(writer, "Where the topics ended when this backfill began");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("%s can't be written".formatted(range), e);
    }
  }

  /** Forgets a backfill that is done. */
  void forget() {
    try (Stream<Path> files = Files.walk(range)) {
      // Contents come after their folder in a walk.
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("%s can't be removed".formatted(range), e);
    }
  }

  @Override
  public void close() {
    lock.close();
  }
}
