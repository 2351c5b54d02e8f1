package io.earwitness.topology;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * What is known of a feed without looking at its captions.
 *
 * @param newestBegin begin of the caption that came last, by the feed's clock, to the microsecond
 * @param lastCaptionAt when it came, by the machine's clock, to the microsecond
 */
public record FeedActivity(Instant newestBegin, Instant lastCaptionAt) {
  static final Serde<FeedActivity> SERDE =
      Serdes.serdeFrom(
          (topic, activity) -> activity == null ? null : activity.toBytes(),
          (topic, bytes) -> bytes == null ? null : fromBytes(bytes));

  private byte[] toBytes() {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(Micros.of(newestBegin))
        .putLong(Micros.of(lastCaptionAt))
        .array();
  }

  private static FeedActivity fromBytes(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new FeedActivity(Micros.instant(buffer.getLong()), Micros.instant(buffer.getLong()));
  }
}
