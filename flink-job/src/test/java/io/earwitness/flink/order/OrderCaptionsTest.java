package io.earwitness.flink.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.flink.caption.CaptionOutcome;
import io.earwitness.flink.write.OutgoingEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
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

  private static CaptionOutcome caption(String feed, long sequence) {
    return new CaptionOutcome(feed, sequence, true, event(feed + " " + sequence));
  }

  private static CaptionOutcome failure(String feed, long sequence) {
    return new CaptionOutcome(feed, sequence, false, event("failed"));
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
