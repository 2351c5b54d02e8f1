package io.earwitness.app.page.feeds;

import java.time.Instant;

/** Where a chunk lies on its topic, and the span of time that it holds. */
public record ChunkPlace(int partition, long offset, Instant begin, Instant end) {}
