package io.earwitness.flink.write;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CompletedCheckpointsTest {
  private final CompletedCheckpoints checkpoints = new CompletedCheckpoints(1_000);

  @Test
  void nothingIsCertainAtFirst() {
    checkpoints.begun(7, 2_000);
    checkpoints.completed(7);

    assertThat(checkpoints.settled()).isZero();
    assertThat(checkpoints.settledAtMillis()).isEqualTo(1_000);
  }

  @Test
  void aTransactionIsCertainWhenTheNextCheckpointHasCompleted() {
    checkpoints.begun(7, 2_000);
    checkpoints.completed(7);
    checkpoints.begun(8, 3_000);
    checkpoints.begun(9, 4_000);
    checkpoints.completed(9);

    assertThat(checkpoints.settled()).isEqualTo(7);
    assertThat(checkpoints.settledAtMillis()).isEqualTo(2_000);
  }
}
