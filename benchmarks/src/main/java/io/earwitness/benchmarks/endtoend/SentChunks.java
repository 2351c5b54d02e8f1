package io.earwitness.benchmarks.endtoend;

import java.util.concurrent.atomic.AtomicLongArray;

/** When each chunk of each feed was handed to the producer. Safe for use by several threads. */
final class SentChunks {
  private final int chunksPerFeed;
  private final AtomicLongArray nanos;

  SentChunks(Scenario scenario) {
    chunksPerFeed = scenario.chunksPerFeed();
    nanos = new AtomicLongArray(scenario.feeds() * chunksPerFeed);
  }

  void sent(int feed, int chunk, long atNanos) {
    nanos.set(feed * chunksPerFeed + chunk, atNanos);
  }

  long nanosOf(int feed, int chunk) {
    return nanos.get(feed * chunksPerFeed + chunk);
  }
}
