package io.earwitness.ingest;

import java.time.Duration;

/** Is told of the chunks that have arrived on the topic. Called on Kafka's threads, briefly. */
@FunctionalInterface
public interface SentListener {
  /** For whom nobody counts. */
  SentListener NONE = (feedId, sound, bytes) -> {};

  /**
   * A chunk has arrived.
   *
   * @param sound its length
   * @param bytes of its encoded sound
   */
  void sent(String feedId, Duration sound, int bytes);
}
