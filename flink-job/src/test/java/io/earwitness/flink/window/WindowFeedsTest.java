package io.earwitness.flink.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.window.WindowClosing;
import io.earwitness.flink.Outputs;
import io.earwitness.flink.read.IncomingChunk;
import io.earwitness.flink.read.ReadRange;
import io.earwitness.flink.read.SourceRecord;
import io.earwitness.testkit.Recording;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WindowFeedsTest {
  private static final int RATE = 8_000;
  private static final long TIMEOUT = 30_000;
  private static final long T0 = 1_000_000;

  private KeyedOneInputStreamOperatorTestHarness<String, IncomingChunk, WindowRequest> harness;

  @BeforeEach
  void open() throws Exception {
    harness = harness();
    harness.open();
    harness.setProcessingTime(T0);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void emitsAWindowAsSoonAsItsSamplesAreThere() throws Exception {
    feed(Recording.ofSeconds("kitchen", RATE, 16).chunks().subList(0, 9), T0);
    assertThat(windows()).isEmpty();

    feed(Recording.ofSeconds("kitchen", RATE, 16).chunks().subList(9, 16), T0);

    assertThat(windows())
        .extracting(request -> request.plan().endSample())
        .containsExactly(10L * RATE, 15L * RATE, 16L * RATE);
    assertThat(windows().get(1).source().first()).isEqualTo(5);
    assertThat(windows().get(1).source().last()).isEqualTo(14);
  }

  @Test
  void closesAFeedThatIsSilentByTheLogAndByTheOwnClock() throws Exception {
    feed(unended("kitchen", 7), T0);
    harness.setProcessingTime(T0 + TIMEOUT);

    harness.processWatermark(T0 + TIMEOUT);

    assertThat(windows()).hasSize(1);
    assertThat(windows().get(0).plan().closedBy()).isEqualTo(WindowClosing.TIME_OUT);
    assertThat(side(Outputs.FEED_EVENTS))
        .extracting(FeedEvent::kind)
        .as("that it stalled is told with the feed's health, from the caption")
        .containsExactly(FeedEvent.Kind.SESSION_BEGAN);
  }

  @Test
  void doesNotTakeItsOwnDelayForAFeedsSilence() throws Exception {
    feed(unended("kitchen", 7), T0 - 500_000);
    harness.setProcessingTime(T0 + 10 * TIMEOUT);

    harness.processWatermark(T0 - 500_000 + TIMEOUT - 1);

    assertThat(windows()).as("later chunks may be unread").isEmpty();
  }

  @Test
  void givesAFeedItsWholeTimeoutAnewAfterARestore() throws Exception {
    feed(unended("kitchen", 7), T0);
    long later = T0 + 100 * TIMEOUT;
    restoreAt(later);

    harness.processWatermark(later);
    assertThat(windows()).as("the burst has not been read").isEmpty();
    feed(Recording.ofSeconds("kitchen", RATE, 12).chunks().subList(7, 12), later);

    assertThat(windows()).hasSize(2).allMatch(request -> request.plan().missingSamples() == 0);
  }

  @Test
  void closesAfterARestoreWhatStaysSilent() throws Exception {
    feed(unended("kitchen", 7), T0);
    long later = T0 + 100 * TIMEOUT;
    restoreAt(later);
    harness.processWatermark(later);

    harness.setProcessingTime(later + TIMEOUT);
    harness.processWatermark(later + TIMEOUT);

    assertThat(windows()).hasSize(1);
  }

  @Test
  void oneFeedsClockNeverMakesAnotherLate() throws Exception {
    feed(Recording.ofSeconds("kitchen", RATE, 60).chunks(), T0 + 60_000);
    harness.setProcessingTime(T0 + TIMEOUT / 2);
    harness.processWatermark(T0 + 60_000);

    feed(Recording.ofSeconds("yard", RATE, 16).chunks(), T0);

    assertThat(windows()).filteredOn(request -> request.feedId().equals("yard")).hasSize(3);
    assertThat(side(Outputs.DEAD_LETTERS)).isEmpty();
  }

  @Test
  void sendsALateChunkToTheDeadLettersByteForByte() throws Exception {
    feed(Recording.ofSeconds("kitchen", RATE, 16).chunks(), T0);
    AudioChunk late = Recording.ofSeconds("kitchen", RATE, 17).chunks().get(16);

    feed(List.of(late), T0);

    assertThat(side(Outputs.DEAD_LETTERS))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.reason()).isEqualTo(DeadLetter.Reason.LATE);
              assertThat(letter.value()).isEqualTo(valueOf(late));
            });
  }

  @Test
  void reportsWhatNeverCame() throws Exception {
    List<AudioChunk> chunks = Recording.ofSeconds("kitchen", RATE, 10).chunks();
    feed(chunks.subList(0, 3), T0);
    feed(chunks.subList(5, 10), T0);

    assertThat(windows()).singleElement().matches(w -> w.plan().missingSamples() == 2L * RATE);
    assertThat(side(Outputs.FEED_EVENTS))
        .filteredOn(event -> event.kind() == FeedEvent.Kind.GAP)
        .singleElement()
        .satisfies(gap -> assertThat(gap.firstSample()).isEqualTo(3L * RATE))
        .satisfies(gap -> assertThat(gap.endSample()).isEqualTo(5L * RATE));
  }

  private void restoreAt(long later) throws Exception {
    OperatorSubtaskState state = harness.snapshot(1, T0);
    harness.close();
    harness = harness();
    harness.initializeState(state);
    harness.open();
    harness.setProcessingTime(later);
  }

  private static List<AudioChunk> unended(String feed, int seconds) {
    return Recording.ofSeconds(feed, RATE, seconds).unendedChunks();
  }

  private void feed(List<AudioChunk> chunks, long appendedAt) throws Exception {
    for (AudioChunk chunk : chunks) {
      long offset = chunk.firstSample() / RATE;
      SourceRecord record =
          new SourceRecord("chunks", 0, offset, appendedAt, null, valueOf(chunk), List.of());
      harness.processElement(IncomingChunk.of(chunk, record), appendedAt);
    }
  }

  private static byte[] valueOf(AudioChunk chunk) {
    byte[] value = new byte[chunk.payload().length + 10];
    System.arraycopy(chunk.payload(), 0, value, 5, chunk.payload().length);
    value[0] = 77;
    return value;
  }

  private List<WindowRequest> windows() {
    return harness.extractOutputValues();
  }

  private <T> List<T> side(OutputTag<T> tag) {
    var output = harness.getSideOutput(tag);
    return output == null ? List.of() : output.stream().map(StreamRecord::getValue).toList();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, IncomingChunk, WindowRequest>
      harness() throws Exception {
    WindowPolicy policy =
        new WindowPolicy(
            "chunks",
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            Duration.ofMillis(TIMEOUT),
            1 << 20,
            ReadRange.ENDLESS);
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(new WindowFeeds(policy)), IncomingChunk::feedId, Types.STRING);
  }
}
