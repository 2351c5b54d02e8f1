package io.earwitness.topology;

import io.earwitness.captioner.event.CaptionEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys of the timeline: feed, begin of the window and caption id, so that the captions of a feed
 * lie side by side in the order of their begins.
 */
final class TimelineKey {
  static final Instant EARLIEST = Instant.MIN;
  static final Instant LATEST = Instant.MAX;

  private static final byte[] NOTHING = {};

  private TimelineKey() {}

  static Bytes of(CaptionEvent caption) {
    return key(
        caption.feedId(), caption.begin(), caption.captionId().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Not after any key of the feed with this or a later begin, and after all with an earlier one.
   */
  static Bytes first(String feedId, Instant begin) {
    return key(feedId, begin, NOTHING);
  }

  /** The caption id at the end of a key of the feed. */
  static String captionId(Bytes key, String feedId) {
    int begin = Integer.BYTES + feedId.getBytes(StandardCharsets.UTF_8).length + Long.BYTES;
    return new String(key.get(), begin, key.get().length - begin, StandardCharsets.UTF_8);
  }

  private static Bytes key(String feedId, Instant begin, byte[] captionId) {
    byte[] feed = feedId.getBytes(StandardCharsets.UTF_8);
    // The feed's length comes first, lest one feed's keys fall among those of a longer name.
    return Bytes.wrap(
        ByteBuffer.allocate(Integer.BYTES + feed.length + Long.BYTES + captionId.length)
            .putInt(feed.length)
            .put(feed)
            .putLong(sortable(begin))
            .put(captionId)
            .array());
  }

  /** Microseconds since 1970 with the sign bit turned, so that bytes sort as numbers do. */
  private static long sortable(Instant begin) {
    return Micros.of(begin) ^ Long.MIN_VALUE;
  }
}
