package io.earwitness.captioner.event;

import java.time.Instant;
import java.util.List;

/**
 * A record that could not be used, kept whole so that it can be looked at and sent again.
 *
 * @param key original bytes, {@code null} where the record had none
 * @param value original bytes; cut to a limit, with the whole's length and hash beside it
 * @param valueBytes length of the original value
 * @param valueSha256 of the original value, lower-case hex
 * @param feedId where it is known, otherwise {@code null}
 * @param sentence for people: what is wrong, and where
 */
public record DeadLetter(
    String topic,
    int partition,
    long offset,
    Instant recordTime,
    byte[] key,
    byte[] value,
    long valueBytes,
    String valueSha256,
    List<Header> headers,
    String feedId,
    Stage stage,
    Reason reason,
    String sentence,
    Instant failedAt) {

  public DeadLetter {
    headers = List.copyOf(headers);
  }

  /** A Kafka record header. */
  public record Header(String key, byte[] value) {}

  /** Which part refused the record. */
  public enum Stage {
    READ,
    VALIDATE,
    WINDOW,
    CAPTION,
    NOTIFY
  }

  /** Why. */
  public enum Reason {
    /** Not in the wire format, or not an AudioChunk by its schema. */
    UNREADABLE_BYTES,
    /** The registry confirms that it has no such schema. */
    UNKNOWN_SCHEMA,
    INVALID_FIELD,
    IMPOSSIBLE_FORMAT,
    EMPTY_PAYLOAD,
    OVERLONG_PAYLOAD,
    UNDECODABLE_PAYLOAD,
    SAMPLE_COUNT_MISMATCH,
    NOT_A_NUMBER,
    /** Covers samples that another chunk of the session already holds, without being its repeat. */
    INDEX_RUNS_BACKWARDS,
    /** Rate or channels differ from those that the session began with. */
    FORMAT_CHANGED,
    /** Every window that it belongs to was already closed. */
    LATE,
    INVALID_WINDOW,
    INFERENCE_FAILED,
    INFERENCE_TIMED_OUT,
    /** A system that is told of alerts did not take it. */
    NOT_DELIVERED
  }
}
