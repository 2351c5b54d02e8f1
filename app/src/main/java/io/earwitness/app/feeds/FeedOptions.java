package io.earwitness.app.feeds;

import io.earwitness.captioner.audio.ChunkEncoding;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What is asked for one feed in particular.
 *
 * @param encoding of its chunks, in place of the setting
 * @param chunkLength in place of the setting
 * @param labels that alert rules ask for
 * @param enabled whether it is to be played
 */
public record FeedOptions(
    Optional<ChunkEncoding> encoding,
    Optional<Duration> chunkLength,
    Map<String, String> labels,
    boolean enabled) {
  /** What the settings say. */
  public static final FeedOptions NONE =
      new FeedOptions(Optional.empty(), Optional.empty(), Map.of(), true);

  public FeedOptions {
    labels = Map.copyOf(labels);
  }

  FeedOptions withoutLabels() {
    return new FeedOptions(encoding, chunkLength, Map.of(), enabled);
  }
}
