package io.earwitness.ingest;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.AllSettings;
import io.earwitness.testkit.LocalStack;
import io.earwitness.wire.EventReader;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.TopicAdmin;
import io.earwitness.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The module's broker and registry with the chunks' topic; tests keep apart by the names of their
 * feeds.
 */
public final class TestStack implements BeforeAllCallback {
  private final LocalStack stack = new LocalStack();
  private final Topics topics = Topics.of(Settings.of(AllSettings.CATALOGUE).resolve());

  @Override
  public void beforeAll(ExtensionContext context) {
    stack.beforeAll(context);
    createTopic(kafka());
  }

  /** Creates the chunks' topic at another broker. */
  public void createTopic(KafkaConnection kafka) {
    try (TopicAdmin admin = TopicAdmin.open(kafka)) {
      var unused = admin.createMissing(List.of(topics.chunks()));
    }
  }

  public KafkaConnection kafka() {
    return stack.kafka();
  }

  public RegistryConnection registry() {
    return stack.registry();
  }

  public String chunksTopic() {
    return topics.chunks().name();
  }

  /** All chunks of a feed that are on the topic, in their order. */
  public List<AudioChunk> chunksOf(String feedId) throws Exception {
    return chunksOf(feedId, kafka());
  }

  /** As {@link #chunksOf(String)}, at another broker. */
  public List<AudioChunk> chunksOf(String feedId, KafkaConnection kafka) throws Exception {
    List<AudioChunk> chunks = new ArrayList<>();
    Map<String, Object> config = kafka.clientConfig();
    try (var reader = EventReader.open(EventTypes.AUDIO_CHUNK, registry());
        var consumer =
            new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(chunksTopic()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (ConsumerRecord<byte[], byte[]> got : consumer.poll(Duration.ofMillis(200))) {
          AudioChunk chunk = reader.read(got.value());
          if (chunk.feedId().equals(feedId)) {
            chunks.add(chunk);
          }
        }
      }
    }
    return chunks;
  }
}
