package io.earwitness.benchmarks.endtoend;

import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.settings.keys.JobSettings.Delivery;
import java.time.Duration;

/**
 * One measurement: how many feeds, how fast, under which guarantee.
 *
 * @param audioPerSecond seconds of audio sent per second over all feeds; 0 for as fast as it goes
 * @param audioPerFeed how much each feed sends
 * @param warmUp audio at the begin of each feed that is not counted
 */
record Scenario(
    int feeds,
    Delivery delivery,
    SampleRate rate,
    double audioPerSecond,
    Duration audioPerFeed,
    Duration warmUp) {
  static final Duration WINDOW = Duration.ofSeconds(10);
  static final Duration HOP = Duration.ofSeconds(5);

  boolean isPaced() {
    return audioPerSecond > 0;
  }

  /** One a second. */
  int chunksPerFeed() {
    return (int) audioPerFeed.toSeconds();
  }

  /** All are whole: the audio of a feed is a window and a number of hops long. */
  int windowsPerFeed() {
    return 1 + (int) ((chunksPerFeed() - WINDOW.toSeconds()) / HOP.toSeconds());
  }

  /** The chunk whose arrival completes a window. */
  static int lastChunkOf(int window) {
    return (int) (window * HOP.toSeconds() + WINDOW.toSeconds()) - 1;
  }

  double totalAudioSeconds() {
    return (double) feeds * chunksPerFeed();
  }
}
