package io.earwitness.app.page.sound;

import java.util.Optional;
import java.util.stream.Stream;

/** A stretch of a partition, both ends inclusive. */
record Stretch(int partition, long first, long last) {
  /** What covers both, if they lie on one partition; otherwise the later of the two. */
  Stretch and(Stretch other) {
    return partition == other.partition
        ? new Stretch(partition, Math.min(first, other.first), Math.max(last, other.last))
        : other;
  }

  static Optional<Stretch> covering(Stream<Stretch> parts) {
    return parts.reduce(Stretch::and);
  }
}
