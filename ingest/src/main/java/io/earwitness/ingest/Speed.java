package io.earwitness.ingest;

/** How fast recordings are played. */
public enum Speed {
  /** As they were heard: a chunk is sent when its last sample has sounded. */
  REAL,
  /** As fast as they can be read and sent. */
  MAX
}
