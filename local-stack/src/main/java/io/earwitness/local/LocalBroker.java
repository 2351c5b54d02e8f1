package io.earwitness.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka broker in this process: one KRaft node on the loopback address, replication factor 1,
 * with its data in a folder that outlives it, even one that is killed.
 */
public final class LocalBroker implements AutoCloseable {
  private final FolderLock lock;
  private final KafkaRaftServer server;
  private final int port;

  private LocalBroker(FolderLock lock, KafkaRaftServer server, int port) {
    this.lock = lock;
    this.server = server;
    this.port = port;
  }

  /**
   * @see #start(Path, int, Map)
   */
  public static LocalBroker start(Path folder, int port) {
    return start(folder, port, Map.of());
  }

  /**
   * Starts a broker and returns when it serves.
   *
   * @param folder keeps topics and offsets between runs; created where it is missing
   * @param port to listen on, or 0 for any free one
   * @param overrides Kafka's own settings, over those that are chosen here
   * @throws LocalStackException if the folder or the port is in use, or the broker fails to start
   */
  public static LocalBroker start(Path folder, int port, Map<String, String> overrides) {
    FolderLock lock = FolderLock.take(folder);
    try {
      int brokerPort = Ports.claim(port, "broker");
      Path logFolder = folder.resolve("log").toAbsolutePath();
      format(logFolder);
      Map<String, String> settings =
          BrokerSettings.of(logFolder, brokerPort, Ports.claim(0, "controller"));
      settings.putAll(overrides);
      return new LocalBroker(lock, startServer(settings), brokerPort);
    } catch (LocalStackException e) {
      lock.close();
      throw e;
    } catch (Exception e) {
      lock.close();
      throw new LocalStackException(
          "The broker on %s did not start: %s.".formatted(folder.toAbsolutePath(), e), e);
    }
  }

  /**
   * Has somebody told why, when a broker of this process can't go on: its disk is full or broken.
   * Kafka's own code then ends the process at once, without a word.
   *
   * @param folder of the broker
   * @param taker takes one sentence for people; called once
   */
  public static void tellBeforeTheEnd(Path folder, Consumer<String> taker) {
    var told = new AtomicBoolean();
    Exit.Procedure end =
        (status, message) -> {
          try {
            if (told.compareAndSet(false, true)) {
              taker.accept(reason(folder));
            }
          } finally {
            Runtime.getRuntime().halt(status);
          }
        };
    Exit.setHaltProcedure(end);
    Exit.setExitProcedure(end);
  }

  private static String reason(Path folder) {
    try {
      long free = Files.getFileStore(folder).getUsableSpace() >> 20;
      return "The broker can't go on: %s can't be written (%d MiB are free on its disk)."
          .formatted(folder.toAbsolutePath(), free);
    } catch (IOException e) {
      return "The broker can't go on: %s can't be used (%s)."
          .formatted(folder.toAbsolutePath(), e.getMessage());
    }
  }

  private static void format(Path logFolder) throws Exception {
    // Written last by the formatter: a folder that has it is whole.
    if (Files.exists(logFolder.resolve("meta.properties"))) {
      return;
    }
    Files.createDirectories(logFolder);
    var told = new ByteArrayOutputStream();
    new Formatter()
        .setPrintStream(new PrintStream(told, true, StandardCharsets.UTF_8))
        .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
        .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(BrokerSettings.NODE_ID)
        .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
        .setMetadataLogDirectory(logFolder.toString())
        .addDirectory(logFolder.toString())
        .setIgnoreFormatted(true)
        .run();
  }

  private static KafkaRaftServer startServer(Map<String, String> settings) {
    var server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
    try {
      server.startup();
      return server;
    } catch (RuntimeException e) {
      try {
        server.shutdown();
        server.awaitShutdown();
      } catch (RuntimeException whileStopping) {
        e.addSuppressed(whileStopping);
      }
      throw e;
    }
  }

  /** For a client's {@code bootstrap.servers}: {@code 127.0.0.1:port}. */
  public String bootstrapServers() {
    return Ports.HOST + ":" + port;
  }

  public int port() {
    return port;
  }

  /** Stops the broker, flushes its data and gives the folder free. May be called twice. */
  @Override
  public void close() {
    try {
      server.shutdown();
      server.awaitShutdown();
    } finally {
      lock.close();
    }
  }
}
