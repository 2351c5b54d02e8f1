package io.earwitness.flink.run;

import static io.earwitness.flink.run.JobFixture.PATIENCE;
import static io.earwitness.flink.run.JobFixture.RATE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.captioner.event.DeadLetter.Reason;
import io.earwitness.events.ChunkEncoding;
import io.earwitness.testkit.Behaviour;
import io.earwitness.testkit.Captions;
import io.earwitness.testkit.ChunkSender;
import io.earwitness.testkit.ExpectedWindow;
import io.earwitness.testkit.LocalStack;
import io.earwitness.testkit.Recording;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class BadInputIT {
  @RegisterExtension static final LocalStack STACK = new LocalStack();

  private static final int NO_SUCH_SCHEMA = 999_999;

  @TempDir Path folder;

  @Test
  void eachBadRecordBecomesOneDeadLetterAndTheFeedGoesOn() throws Exception {
    Recording feed = Recording.ofSeconds("feed", RATE, 31);
    List<ExpectedWindow> expected =
        ExpectedWindow.of(feed, Duration.ofSeconds(10), Duration.ofSeconds(5));
    List<AudioChunk> chunks = feed.chunks();
    try (JobFixture job =
        new JobFixture(STACK, "bad-input", folder).with("window.largest-chunk", "512KiB")) {
      ChunkSender sender = job.sender();
      job.start(Behaviour.prompt(RATE));
      sender.send(chunks.subList(0, 13));

      Map<Long, Bad> bad = new LinkedHashMap<>();
      for (Bad input : badInputs(sender, chunks)) {
        bad.put(send(sender, input).offset(), input);
      }
      sender.send(chunks.subList(13, 31));

      Captions.assertExactlyOnceInOrder(job.captions().await(expected.size(), PATIENCE), expected);
      List<DeadLetter> letters =
          job.deadLetters().await(bad.size(), PATIENCE).stream()
              .sorted(Comparator.comparing(DeadLetter::offset))
              .toList();
      assertThat(letters).extracting(DeadLetter::offset).containsExactlyElementsOf(bad.keySet());
      assertThat(letters).allSatisfy(letter -> assertTellsAll(letter, bad.get(letter.offset())));
    }
  }

  private static void assertTellsAll(DeadLetter letter, Bad input) {
    assertThat(letter.reason()).as(letter.sentence()).isEqualTo(input.reason());
    assertThat(letter.sentence()).contains("at offset " + letter.offset());
    assertThat(letter.key()).isEqualTo(input.key().getBytes(UTF_8));
    assertThat(letter.value()).isEqualTo(input.value());
    assertThat(letter.valueBytes()).isEqualTo(input.value() == null ? 0 : input.value().length);
    assertThat(letter.headers())
        .singleElement()
        .satisfies(
            header -> {
              assertThat(header.key()).isEqualTo("trace");
              assertThat(header.value()).isEqualTo("7".getBytes(UTF_8));
            });
  }

  /** Every kind of input that can't be used, on the feed's own partition. */
  private static List<Bad> badInputs(ChunkSender sender, List<AudioChunk> chunks)
      throws IOException {
    byte[] next = sender.bytes(chunks.get(13));
    return List.of(
        new Bad(Reason.UNREADABLE_BYTES, null),
        new Bad(Reason.UNREADABLE_BYTES, "garbage".getBytes(UTF_8)),
        new Bad(Reason.UNKNOWN_SCHEMA, Tampered.underSchema(next, NO_SUCH_SCHEMA)),
        new Bad(
            Reason.IMPOSSIBLE_FORMAT, Tampered.with(next, chunk -> chunk.setSampleRateHertz(1))),
        new Bad(Reason.IMPOSSIBLE_FORMAT, Tampered.with(next, chunk -> chunk.setChannels(0))),
        new Bad(
            Reason.EMPTY_PAYLOAD,
            Tampered.with(next, chunk -> chunk.setPayload(ByteBuffer.allocate(0)))),
        new Bad(
            Reason.OVERLONG_PAYLOAD,
            Tampered.with(next, chunk -> chunk.setPayload(ByteBuffer.allocate(600_000)))),
        new Bad(
            Reason.SAMPLE_COUNT_MISMATCH,
            Tampered.with(next, chunk -> chunk.setSampleCount(chunk.getSampleCount() - 1))),
        new Bad(Reason.NOT_A_NUMBER, Tampered.with(next, BadInputIT::makeNotANumber)),
        new Bad(
            Reason.UNDECODABLE_PAYLOAD,
            Tampered.with(next, chunk -> chunk.setEncoding(ChunkEncoding.FLAC))),
        new Bad(
            Reason.INDEX_RUNS_BACKWARDS,
            Tampered.with(next, chunk -> chunk.setFirstSample(chunk.getFirstSample() - 100))),
        new Bad(
            Reason.FORMAT_CHANGED,
            Tampered.with(next, chunk -> chunk.setSampleRateHertz(2 * RATE))),
        new Bad(Reason.INVALID_FIELD, Tampered.with(next, chunk -> chunk.setFeedId("other"))));
  }

  private static void makeNotANumber(io.earwitness.events.AudioChunk chunk) {
    ByteBuffer samples =
        ByteBuffer.allocate(chunk.getSampleCount() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    samples.putFloat(40, Float.NaN);
    chunk.setEncoding(ChunkEncoding.PCM_F32LE);
    chunk.setPayload(samples);
  }

  private static RecordMetadata send(ChunkSender sender, Bad input) throws InterruptedException {
    return sender.sendRaw(
        new ProducerRecord<>(
            sender.topic(),
            null,
            null,
            input.key().getBytes(UTF_8),
            input.value(),
            List.of(new RecordHeader("trace", "7".getBytes(UTF_8)))));
  }

  private record Bad(Reason reason, byte[] value) {
    String key() {
      return "feed";
    }
  }
}
