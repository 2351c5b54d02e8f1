package io.earwitness.ingest.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.ingest.TestStack;
import io.earwitness.wire.TopicException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Feeds go on while the broker, a process of its own, is killed and started again. */
class KafkaAwayIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration CHUNK = Duration.ofMillis(100);
  private static final long ROOMY = 8 << 20;

  /** A second or two. */
  private static final long TIGHT = 40_000;

  @RegisterExtension static final TestStack STACK = new TestStack();

  @TempDir Path folder;

  @Test
  void whatCameMeanwhileIsSentInItsOrderAndWhatFoundNoRoomIsAGapOfThatFeedAlone() throws Exception {
    try (var broker = new BrokerProcess(folder);
        var roomyStream = new CountingStream();
        var tightStream = new CountingStream()) {
      await()
          .atMost(PATIENCE)
          .ignoreException(TopicException.class)
          .untilAsserted(() -> STACK.createTopic(broker.kafka()));
      var roomy = playing(broker, "roomy", roomyStream, ROOMY);
      var tight = playing(broker, "tight", tightStream, TIGHT);
      for (String feed : List.of("roomy", "tight")) {
        await().atMost(PATIENCE).until(() -> !STACK.chunksOf(feed, broker.kafka()).isEmpty());
      }
      broker.kill();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  roomy.backlog().stuckSince().isPresent()
                      && roomy.backlog().diskBytes() > 0
                      && tight.count("lost from now on") == 1
                      && tight.backlog().lost().compareTo(Duration.ofSeconds(1)) > 0);
      broker.start();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  roomy.backlog().stuckSince().isEmpty() && tight.backlog().stuckSince().isEmpty());
      long target = roomyStream.delivered() + CountingStream.RATE;
      await().atMost(PATIENCE).until(() -> roomyStream.delivered() >= target);
      Duration lost = tight.backlog().lost();
      roomy.close();
      tight.close();

      List<AudioChunk> whole = STACK.chunksOf("roomy", broker.kafka());
      requireOneSessionInOrder(whole);
      assertThat(LivePlayerIT.gapErrors(whole)).as("nothing is missing").isEmpty();
      assertThat(samplesOf(whole))
          .isBetween(roomyStream.delivered() - CountingStream.RATE, roomyStream.delivered());
      assertThat(roomy.said()).noneMatch(line -> line.startsWith("warned"));

      List<AudioChunk> holed = STACK.chunksOf("tight", broker.kafka());
      requireOneSessionInOrder(holed);
      assertThat(LivePlayerIT.gapErrors(holed)).as("one gap, of what is missing").containsOnly(0.0);
      assertThat(holed.get(holed.size() - 1).endSample() - samplesOf(holed))
          .isEqualTo(holed.get(0).format().rate().samplesIn(lost));
    }
  }

  private Playing playing(
      BrokerProcess broker, String feed, CountingStream stream, long bufferBytes) {
    var options =
        new LiveOptions(
            STACK.chunksTopic(),
            ChunkEncoding.FLAC,
            CHUNK,
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            folder.resolve("buffer"),
            bufferBytes);
    return new Playing(STACK, broker.kafka(), feed, stream.address(), options);
  }

  private static void requireOneSessionInOrder(List<AudioChunk> chunks) {
    assertThat(chunks).extracting(AudioChunk::sessionId).containsOnly(chunks.get(0).sessionId());
    assertThat(chunks)
        .extracting(AudioChunk::firstSample)
        .isSorted()
        .doesNotHaveDuplicates()
        .first()
        .isEqualTo(0L);
    assertThat(chunks.get(chunks.size() - 1).endOfSession()).isTrue();
  }

  private static long samplesOf(List<AudioChunk> chunks) {
    return chunks.stream().mapToLong(AudioChunk::sampleCount).sum();
  }
}
