package io.earwitness.flink.read;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/**
 * What a job is asked for, by when the brokers appended it: the windows, events and dead letters
 * that the chunks of this stretch of time bring about. Ranges that follow each other share none and
 * leave none out.
 *
 * <p>So a job reads more than its range: before it, what its first windows hold; after it, whether
 * a feed that fell silent had stalled or went on.
 *
 * @param from inclusive
 * @param to exclusive
 * @param lead that is read before {@code from}
 * @param trail that is read after {@code to}
 */
public record ReadRange(Instant from, Instant to, Duration lead, Duration trail)
    implements Serializable {

  /** For a job that reads on for ever. */
  public static final ReadRange ENDLESS =
      new ReadRange(Instant.MIN, Instant.MAX, Duration.ZERO, Duration.ZERO);

  /** Whether the range has an end, and so the job. */
  public boolean ends() {
    return !to.equals(Instant.MAX);
  }

  /** Whether what was appended at {@code millis} since 1970 belongs to it. */
  public boolean holds(long millis) {
    return holds(Instant.ofEpochMilli(millis));
  }

  public boolean holds(Instant appendedAt) {
    return !appendedAt.isBefore(from) && appendedAt.isBefore(to);
  }

  /** Where reading begins. */
  public Instant readFrom() {
    return from.minus(lead);
  }

  /** Where reading ends. */
  public Instant readTo() {
    return to.plus(trail);
  }
}
