package io.earwitness.topology;

import io.earwitness.wire.EventTypes;
import io.earwitness.wire.TopicDefinition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The state of an application as a release left it on its changelog topics, a file for each store
 * and a line for each record: partition, time, key and value. Kept for good; a release takes its
 * own and never changes an older one.
 */
final class GoldenChangelogs {
  private static final Path FOLDER = Path.of("src/test/resources/changelogs");
  private static final String ENDING = "-changelog";
  private static final String FILE_ENDING = ".tsv";
  private static final String SCHEMA = "captions.avsc";
  private static final String NO_VALUE = "-";

  /** Before a caption's bytes: a mark and the schema's id, which every registry chooses anew. */
  private static final int WIRE_HEADER = 1 + Integer.BYTES;

  private GoldenChangelogs() {}

  /** Every release. */
  static List<String> versions() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
    }
  }

  /** Lays a release's changelogs where an application looks for its own. */
  static void restore(String version, RealTopics topics) throws IOException {
    Path folder = FOLDER.resolve(version);
    int schema =
        topics.register(
            topics.config().topics().captions().name(),
            new Schema.Parser().parse(Files.readString(folder.resolve(SCHEMA))));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(FILE_ENDING)).toList()) {
        String store = file.getFileName().toString().replace(FILE_ENDING, "");
        String topic = prefix(topics) + store + ENDING;
        topics.fill(
            new TopicDefinition(
                topic,
                topics.config().topics().captions().partitions(),
                1,
                Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)),
            Files.readAllLines(file).stream()
                .map(line -> record(topic, store, schema, line))
                .toList());
      }
    }
  }

  private static ProducerRecord<byte[], byte[]> record(
      String topic, String store, int schema, String line) {
    String[] fields = line.split("\t", -1);
    byte[] value = fields[3].equals(NO_VALUE) ? null : Base64.getDecoder().decode(fields[3]);
    if (value != null && store.equals(TimelineStores.TIMELINE)) {
      value =
          ByteBuffer.allocate(WIRE_HEADER + value.length)
              .put((byte) 0)
              .putInt(schema)
              .put(value)
              .array();
    }
    return new ProducerRecord<>(
        topic,
        Integer.valueOf(fields[0]),
        Long.valueOf(fields[1]),
        Base64.getDecoder().decode(fields[2]),
        value);
  }

  /** Keeps the changelogs that an application left behind. */
  static void keep(String version, RealTopics topics) throws IOException {
    Path folder = FOLDER.resolve(version);
    if (Files.exists(folder)) {
      throw new IOException(folder + " is there, and stays as it is");
    }
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(SCHEMA), EventTypes.CAPTION.schema().toString(true) + "\n");
    for (String topic : topics.names()) {
      if (topic.startsWith(prefix(topics)) && topic.endsWith(ENDING)) {
        String store = topic.substring(prefix(topics).length(), topic.length() - ENDING.length());
        Files.write(
            folder.resolve(store + FILE_ENDING),
            topics.records(topic).stream().map(record -> line(store, record)).toList());
      }
    }
  }

  private static String line(String store, ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    if (value != null && store.equals(TimelineStores.TIMELINE)) {
      value = Arrays.copyOfRange(value, WIRE_HEADER, value.length);
    }
    return "%d\t%d\t%s\t%s"
        .formatted(
            record.partition(),
            record.timestamp(),
            Base64.getEncoder().encodeToString(record.key()),
            value == null ? NO_VALUE : Base64.getEncoder().encodeToString(value));
  }

  private static String prefix(RealTopics topics) {
    return topics.config().name() + "-";
  }
}
