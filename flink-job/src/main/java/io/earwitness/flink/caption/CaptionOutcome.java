package io.earwitness.flink.caption;

import io.earwitness.flink.write.OutgoingEvent;

/**
 * What became of a window, ready to be sent: its caption, or the dead letter that stands for it, so
 * that the feed's numbering has no hole.
 *
 * @param windowSequence counts the feed's windows
 */
public record CaptionOutcome(
    String feedId, long windowSequence, boolean captioned, OutgoingEvent event) {}
