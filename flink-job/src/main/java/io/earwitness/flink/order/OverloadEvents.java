package io.earwitness.flink.order;

import io.earwitness.captioner.event.DerivedId;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.event.FeedEvent.Kind;
import io.earwitness.flink.caption.TreatedWindow;
import java.time.Duration;
import java.time.Instant;

/** Tells what a feed gave up so that its captions come in time. */
final class OverloadEvents {
  private final String feedId;
  private final Instant observedAt;

  OverloadEvents(String feedId, Instant observedAt) {
    this.feedId = feedId;
    this.observedAt = observedAt;
  }

  /** From this window on, another step counts. */
  FeedEvent step(TreatedWindow window) {
    return event(Kind.OVERLOAD_STEP, window, window.firstSample(), sentence(window));
  }

  FeedEvent leftOut(TreatedWindow window) {
    return event(
        Kind.LEFT_OUT,
        window,
        window.endSample(),
        "Window %d is not captioned: it had waited for %d s."
            .formatted(window.windowIndex(), seconds(window)));
  }

  private static String sentence(TreatedWindow window) {
    String then =
        switch (window.step()) {
          case NONE -> "captions are made in full again";
          case FEWER_BEAMS -> "captions are made with one beam";
          case WIDER_HOP ->
              "every second window is left out, the others are captioned with one beam";
          case SKIP_AHEAD -> "windows are left out until they wait less";
        };
    return "A window waited %d s: from here on %s.".formatted(seconds(window), then);
  }

  private static long seconds(TreatedWindow window) {
    return Duration.ofMillis(window.lagMillis()).toSeconds();
  }

  private FeedEvent event(Kind kind, TreatedWindow window, long endSample, String detail) {
    String id =
        DerivedId.of(
            feedId,
            window.sessionId(),
            kind.name(),
            Long.toString(window.windowIndex()),
            window.step().name());
    return new FeedEvent(
        id,
        feedId,
        window.sessionId(),
        kind,
        window.firstSample(),
        endSample,
        window.at(),
        observedAt,
        detail);
  }
}
