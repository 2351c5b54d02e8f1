package io.earwitness.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.CaptionIds;
import io.earwitness.testkit.TopicReader;
import io.earwitness.wire.UnreadableEventException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks captions as they become visible: each whole, and each feed's windows one after the other
 * from the first on, so that none is missing and none came twice. For one thread at a time.
 */
final class SeenWindows {
  private final TopicReader<CaptionEvent> captions;
  private final Map<String, Long> next = new LinkedHashMap<>();
  private int checked;

  SeenWindows(TopicReader<CaptionEvent> captions) {
    this.captions = captions;
  }

  /**
   * Looks for more.
   *
   * @return how many there are by now
   * @throws AssertionError if one is not what it must be
   */
  int look() throws UnreadableEventException {
    List<CaptionEvent> seen = captions.poll();
    for (CaptionEvent caption : seen.subList(checked, seen.size())) {
      requireWhole(caption);
      assertThat(caption.windowIndex())
          .as("the next window of %s", caption.feedId())
          .isEqualTo(next.getOrDefault(caption.feedId(), 0L));
      next.merge(caption.feedId(), 1L, Long::sum);
    }
    checked = seen.size();
    return checked;
  }

  /** How many windows each feed has. */
  Map<String, Long> byFeed() {
    return Map.copyOf(next);
  }

  private static void requireWhole(CaptionEvent caption) {
    assertThat(caption.missingSamples()).isZero();
    assertThat(caption.captionId())
        .isEqualTo(
            CaptionIds.of(
                caption.feedId(),
                caption.sessionId(),
                caption.windowIndex(),
                caption.model().sha256()));
    assertThat(caption.executionProvider()).isEqualTo("cpu");
  }
}
