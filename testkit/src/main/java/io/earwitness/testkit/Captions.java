package io.earwitness.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.event.CaptionEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The guarantee of delivery, as an assertion. */
public final class Captions {
  private Captions() {}

  /**
   * Every expected window is there once, with its id, bounds, missing samples and the very samples
   * it must cover; nothing else is; and each feed's are in order.
   */
  public static void assertExactlyOnceInOrder(
      List<CaptionEvent> captions, List<ExpectedWindow> expected) {
    Map<String, List<ExpectedWindow>> seen =
        captions.stream()
            .map(ExpectedWindow::seen)
            .collect(
                Collectors.groupingBy(ExpectedWindow::feedId, TreeMap::new, Collectors.toList()));
    Map<String, List<ExpectedWindow>> wanted =
        expected.stream()
            .collect(
                Collectors.groupingBy(ExpectedWindow::feedId, TreeMap::new, Collectors.toList()));
    assertThat(seen.keySet()).isEqualTo(wanted.keySet());
    wanted.forEach((feed, windows) -> assertThat(seen.get(feed)).as(feed).isEqualTo(windows));
  }

  /** As {@link #assertExactlyOnceInOrder}, but windows may come again, later, with the same id. */
  public static void assertAtLeastOnce(List<CaptionEvent> captions, List<ExpectedWindow> expected) {
    List<CaptionEvent> firsts =
        captions.stream()
            .collect(
                Collectors.toMap(
                    CaptionEvent::captionId,
                    caption -> caption,
                    (first, repeat) -> first,
                    LinkedHashMap::new))
            .values()
            .stream()
            .toList();
    assertExactlyOnceInOrder(firsts, expected);
  }
}
