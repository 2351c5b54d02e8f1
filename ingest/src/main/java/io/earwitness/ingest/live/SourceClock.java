package io.earwitness.ingest.live;

import io.earwitness.captioner.audio.SampleRate;
import java.time.Duration;
import java.time.Instant;

/**
 * Says when each sample of a session was heard, by the system's clock. Sound arrives late and in
 * bursts, never early, so the smallest delay within a while tells how the source's clock runs
 * against the system's: event times follow it slowly, and what it is off is measured. For one
 * thread.
 */
final class SourceClock {
  /** Within it a burst has time to catch up. */
  private static final Duration WHILE = Duration.ofSeconds(10);

  /** No listener notices, and windows stay in order. */
  private static final double MOST_SLEW = 0.005;

  private static final double NANOS = 1e9;

  private final SampleRate rate;

  /** When sample 0 of the session was heard. */
  private Instant begin;

  private Instant whileBegan;
  private long smallestDelayNanos;
  private Instant measuredFrom;
  private Instant beginThen;
  private double driftPpm;

  /**
   * @param begin when sample 0 was heard, as far as it is known
   */
  SourceClock(SampleRate rate, Instant begin) {
    this.rate = rate;
    this.begin = begin;
    startWhile(begin);
  }

  private void startWhile(Instant now) {
    whileBegan = now;
    smallestDelayNanos = Long.MAX_VALUE;
  }

  Instant timeOf(long sample) {
    return begin.plus(rate.durationOf(sample));
  }

  /** The sample that is heard at a moment, by what is known. */
  long sampleAt(Instant moment) {
    return Math.round(Duration.between(begin, moment).toNanos() / NANOS * rate.hertz());
  }

  /**
   * Takes note that everything up to a sample had arrived at a moment.
   *
   * @return how much sound must have been lost, if the source went on without it; usually zero
   */
  Duration arrived(long endSample, Instant now, Duration lossLimit) {
    long delay = Duration.between(timeOf(endSample), now).toNanos();
    if (delay < 0) {
      // Nothing is heard before it sounds: the begin was taken for later than it was.
      begin = begin.plusNanos(delay);
      delay = 0;
    }
    smallestDelayNanos = Math.min(smallestDelayNanos, delay);
    if (Duration.between(whileBegan, now).compareTo(WHILE) < 0) {
      return Duration.ZERO;
    }
    long smallest = smallestDelayNanos;
    startWhile(now);
    if (smallest > lossLimit.toNanos()) {
      return Duration.ofNanos(smallest);
    }
    follow(smallest, now);
    return Duration.ZERO;
  }

  private void follow(long smallest, Instant now) {
    long most = (long) (WHILE.toNanos() * MOST_SLEW);
    begin = begin.plusNanos(Math.min(smallest, most));
    if (measuredFrom == null) {
      measuredFrom = now;
      beginThen = begin;
      return;
    }
    double elapsed = Duration.between(measuredFrom, now).toNanos();
    driftPpm = -1e6 * Duration.between(beginThen, begin).toNanos() / elapsed;
  }

  /**
   * How much faster the source's clock runs than the system's, in parts per million; 0 until it is
   * known. A slow source needs longer for as many samples.
   */
  double driftPpm() {
    return driftPpm;
  }
}
