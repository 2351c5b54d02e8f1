package io.earwitness.ingest;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.testkit.Recording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChunkSenderIT {
  private static final int ROUNDS = 10;

  @RegisterExtension static final TestStack STACK = new TestStack();

  /** Somebody else creates the topic, and the feed does not wait: its first chunks come early. */
  @Test
  void sendsTheFirstChunksToATopicThatDoesNotTakeThemYet() throws Exception {
    List<AudioChunk> chunks = Recording.ofSeconds("early", 100_000, 8).chunks();
    try (Admin admin = Admin.create(STACK.kafka().clientConfig())) {
      for (int round = 0; round < ROUNDS; round++) {
        String topic = "early-" + round;
        try (var sender = new ChunkSender(STACK.kafka(), STACK.registry(), topic)) {
          admin.createTopics(List.of(topic(topic))).all().get();
          var sending = CompletableFuture.runAsync(() -> sendOn(sender, chunks));
          assertThatCode(() -> sending.get(20, TimeUnit.SECONDS))
              .as(topic)
              .doesNotThrowAnyException();
        }
      }
    }
  }

  /** Of many partitions, so that their leaders take a moment. */
  private static NewTopic topic(String name) {
    return new NewTopic(name, 50, (short) 1)
        .configs(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(8 << 20)));
  }

  private static void sendOn(ChunkSender sender, List<AudioChunk> chunks) {
    try {
      for (AudioChunk chunk : chunks) {
        sender.send(chunk);
      }
      sender.flush("early");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
