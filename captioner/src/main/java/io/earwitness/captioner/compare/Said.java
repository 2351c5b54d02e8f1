package io.earwitness.captioner.compare;

import io.earwitness.captioner.caption.HeardSound;
import io.earwitness.captioner.event.CaptionEvent;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a bundle said of a window, as far as it is compared.
 *
 * @param sounds kinds of sound that it named
 * @param confidence 0 to 1
 */
public record Said(
    String feedId,
    Instant begin,
    Instant end,
    String caption,
    Set<String> sounds,
    double confidence,
    long missingSamples) {

  static Said of(CaptionEvent event) {
    Set<String> sounds = new TreeSet<>();
    event.captioning().sounds().stream().map(HeardSound::label).forEach(sounds::add);
    return new Said(
        event.feedId(),
        event.begin(),
        event.end(),
        event.captioning().text(),
        sounds,
        event.captioning().confidence(),
        event.missingSamples());
  }

  /** Whether both heard the same sound: neither lacked samples that the other had. */
  boolean heardTheSameAs(Said other) {
    return missingSamples == other.missingSamples && end.equals(other.end);
  }

  /** The share of all kinds that either named that both named, 0 to 1; 1 where none was named. */
  double agreement(Said other) {
    Set<String> either = new HashSet<>(sounds);
    either.addAll(other.sounds);
    Set<String> both = new HashSet<>(sounds);
    both.retainAll(other.sounds);
    return either.isEmpty() ? 1 : (double) both.size() / either.size();
  }
}
