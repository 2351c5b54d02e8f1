package io.earwitness.flink.caption;

import io.earwitness.flink.window.WindowRequest;
import io.earwitness.flink.write.OutgoingEvent;

/**
 * What became of a window, ready to be sent: its caption, the dead letter that stands for it, or
 * nothing, so that the feed's numbering has no hole.
 *
 * @param windowSequence counts the feed's windows
 * @param captioned whether {@code event} is a caption
 * @param event {@code null} where the window was left out, or not asked for
 * @param treated how the window was treated; {@code null} where it failed, was not asked for, or an
 *     earlier version captioned it
 */
public record CaptionOutcome(
    String feedId,
    long windowSequence,
    boolean captioned,
    OutgoingEvent event,
    TreatedWindow treated) {

  /** The place of a window that nobody asked to be captioned. */
  static CaptionOutcome unasked(WindowRequest request) {
    return new CaptionOutcome(request.feedId(), request.plan().windowSequence(), false, null, null);
  }
}
