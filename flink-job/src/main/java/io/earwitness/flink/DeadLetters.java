package io.earwitness.flink;

import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.captioner.event.DeadLetter.Reason;
import io.earwitness.captioner.event.DeadLetter.Stage;
import io.earwitness.flink.read.SourceRecord;
import io.earwitness.wire.OriginalValue;
import java.time.Clock;
import java.time.Instant;

/** Makes dead letters of records. Safe for use by several threads. */
public final class DeadLetters {
  private final Stage stage;
  private final int mostBytes;
  private final Clock clock;

  /**
   * @param mostBytes longer values are cut
   */
  public DeadLetters(Stage stage, int mostBytes, Clock clock) {
    this.stage = stage;
    this.mostBytes = mostBytes;
    this.clock = clock;
  }

  /**
   * @param feedId {@code null} where it is not known
   */
  public DeadLetter of(SourceRecord record, String feedId, Reason reason, String sentence) {
    OriginalValue value = OriginalValue.of(record.value(), mostBytes);
    return new DeadLetter(
        record.topic(),
        record.partition(),
        record.offset(),
        Instant.ofEpochMilli(record.appendedAtMillis()),
        record.key(),
        value.kept(),
        value.bytes(),
        value.sha256(),
        record.headers(),
        feedId,
        stage,
        reason,
        "%s (%s)".formatted(sentence, record.position()),
        clock.instant());
  }
}
