package io.earwitness.ingest.live;

import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.media.StreamReader.Block;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a source hands over at first, which may be seconds of sound that it has kept, until it is
 * known when its first sample was heard. Nothing is heard before it sounds, so the earliest begin
 * that fits all arrivals is the right one; while a source hands over faster than sound passes, each
 * arrival makes it earlier. For one thread.
 */
final class Burst {
  /** A source that has brought nothing sooner than expected for so long has caught up. */
  private static final Duration SETTLE = Duration.ofMillis(700);

  /** Sound is not held back for longer, whatever the source does. */
  private static final Duration LONGEST = Duration.ofSeconds(5);

  /** The begin moves by less from arrival to arrival in any case. */
  private static final Duration JITTER = Duration.ofMillis(50);

  private final SampleRate rate;
  private final Instant began;
  private final List<Arrival> arrivals = new ArrayList<>();
  private long frames;
  private Instant begin = Instant.MAX;

  /** The begin as of when it last moved by more than jitter, and when that was. */
  private Instant steadyBegin = Instant.MAX;

  private Instant steadySince;

  /** Sound and when it came. */
  record Arrival(Block block, Instant at) {}

  /**
   * @param now when the source was opened
   */
  Burst(SampleRate rate, Instant now) {
    this.rate = rate;
    this.began = now;
    this.steadySince = now;
  }

  /**
   * @param added number of frames in {@code block}
   */
  void add(Block block, int added, Instant now) {
    arrivals.add(new Arrival(block, now));
    frames += added;
    Instant fits = now.minus(rate.durationOf(frames));
    begin = fits.isBefore(begin) ? fits : begin;
    if (steadyBegin.equals(Instant.MAX) || begin.isBefore(steadyBegin.minus(JITTER))) {
      steadyBegin = begin;
      steadySince = now;
    }
  }

  /** Whether the source has caught up, or has had its time. */
  boolean hasSettled(Instant now) {
    return Duration.between(steadySince, now).compareTo(SETTLE) > 0
        || Duration.between(began, now).compareTo(LONGEST) > 0;
  }

  boolean isEmpty() {
    return arrivals.isEmpty();
  }

  /** When the first sample was heard, as far as it is known. */
  Instant begin() {
    return begin;
  }

  /** All that has come, in its order. */
  List<Arrival> arrivals() {
    return List.copyOf(arrivals);
  }
}
