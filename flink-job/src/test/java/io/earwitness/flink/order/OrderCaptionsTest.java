package io.earwitness.flink.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.overload.OverloadStep;
import io.earwitness.flink.Outputs;
import io.earwitness.flink.caption.CaptionOutcome;
import io.earwitness.flink.caption.TreatedWindow;
import io.earwitness.flink.write.OutgoingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class OrderCaptionsTest {
  @Test
  void putsEachFeedsOutcomesInOrderWithoutWaitingForOthers() throws Exception {
    try (var harness = harness()) {
      harness.open();
      harness.processElement(caption("kitchen", 1), 0);
      harness.processElement(caption("yard", 0), 0);
      harness.processElement(caption("kitchen", 2), 0);

      assertThat(texts(harness)).containsExactly("yard 0");

      harness.processElement(caption("kitchen", 0), 0);
      harness.processElement(caption("yard", 1), 0);

      assertThat(texts(harness))
          .containsExactly("yard 0", "kitchen 0", "kitchen 1", "kitchen 2", "yard 1");
    }
  }

  @Test
  void keepsItsPlaceOverARestore() throws Exception {
    OperatorSubtaskState state;
    try (var harness = harness()) {
      harness.open();
      harness.processElement(caption("kitchen", 0), 0);
      harness.processElement(caption("kitchen", 2), 0);
      state = harness.snapshot(1, 0);
    }
    try (var harness = harness()) {
      harness.initializeState(state);
      harness.open();
      harness.processElement(caption("kitchen", 1), 0);

      assertThat(texts(harness)).containsExactly("kitchen 1", "kitchen 2");
    }
  }

  @Test
  void aWindowThatFailedHoldsUpNothingBehindIt() throws Exception {
    try (var harness = harness()) {
      harness.open();
      harness.processElement(caption("kitchen", 1), 0);
      harness.processElement(failure("kitchen", 0), 0);

      assertThat(texts(harness)).containsExactly("kitchen 1");
      assertThat(harness.getSideOutput(OrderCaptions.FAILED)).hasSize(1);
    }
  }

  @Test
  void tellsInTheWindowsOrderWhatWasGivenUpAndWhenThatIsOver() throws Exception {
    OperatorSubtaskState state;
    try (var harness = harness()) {
      harness.open();
      harness.processElement(caption("kitchen", 0, OverloadStep.NONE), 0);
      harness.processElement(leftOut("kitchen", 2, OverloadStep.WIDER_HOP), 0);
      harness.processElement(caption("kitchen", 1, OverloadStep.WIDER_HOP), 0);
      state = harness.snapshot(1, 0);

      assertThat(texts(harness)).containsExactly("kitchen 0", "kitchen 1");
      assertThat(told(harness)).containsExactly("OVERLOAD_STEP 10-10", "LEFT_OUT 20-30");
    }
    try (var harness = harness()) {
      harness.initializeState(state);
      harness.open();
      harness.processElement(caption("kitchen", 3, OverloadStep.WIDER_HOP), 0);
      harness.processElement(failure("kitchen", 4), 0);
      harness.processElement(caption("kitchen", 5, OverloadStep.NONE), 0);
      harness.processElement(caption("kitchen", 6, OverloadStep.NONE), 0);

      assertThat(told(harness)).containsExactly("OVERLOAD_STEP 50-50");
    }
  }

  private static List<String> told(
      KeyedOneInputStreamOperatorTestHarness<String, CaptionOutcome, OutgoingEvent> harness) {
    return harness.getSideOutput(Outputs.FEED_EVENTS).stream()
        .map(StreamRecord::getValue)
        .map(event -> "%s %d-%d".formatted(event.kind(), event.firstSample(), event.endSample()))
        .toList();
  }

  private static CaptionOutcome caption(String feed, long sequence, OverloadStep step) {
    return new CaptionOutcome(
        feed, sequence, true, event(feed + " " + sequence), treated(sequence, step, false));
  }

  private static CaptionOutcome leftOut(String feed, long sequence, OverloadStep step) {
    return new CaptionOutcome(feed, sequence, false, null, treated(sequence, step, true));
  }

  private static TreatedWindow treated(long index, OverloadStep step, boolean leftOut) {
    return new TreatedWindow(
        "session", index, 10 * index, 10 * index + 10, Instant.EPOCH, step, leftOut, 70_000);
  }

  private static CaptionOutcome caption(String feed, long sequence) {
    return new CaptionOutcome(feed, sequence, true, event(feed + " " + sequence), null);
  }

  private static CaptionOutcome failure(String feed, long sequence) {
    return new CaptionOutcome(feed, sequence, false, event("failed"), null);
  }

  private static OutgoingEvent event(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new OutgoingEvent(bytes, bytes, List.of());
  }

  private static List<String> texts(
      KeyedOneInputStreamOperatorTestHarness<String, CaptionOutcome, OutgoingEvent> harness) {
    return harness.extractOutputValues().stream()
        .map(event -> new String(event.value(), StandardCharsets.UTF_8))
        .toList();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, CaptionOutcome, OutgoingEvent>
      harness() throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(new OrderCaptions()), CaptionOutcome::feedId, Types.STRING);
  }
}
