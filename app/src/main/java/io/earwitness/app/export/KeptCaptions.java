package io.earwitness.app.export;

import io.earwitness.captioner.event.CaptionEvent;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The newest captions of one feed, each once, by their begins. For one thread. */
final class KeptCaptions {
  private static final Comparator<CaptionEvent> ORDER =
      Comparator.comparing(CaptionEvent::begin).thenComparing(CaptionEvent::captionId);

  private final TreeSet<CaptionEvent> captions = new TreeSet<>(ORDER);
  private final Set<String> ids = new HashSet<>();

  /**
   * Takes a caption; a repeat has the id of what it repeats, and the first counts.
   *
   * @return whether it is new
   */
  boolean add(CaptionEvent caption) {
    return ids.add(caption.captionId()) && captions.add(caption);
  }

  void forgetBefore(Instant end) {
    while (!captions.isEmpty() && captions.first().end().isBefore(end)) {
      ids.remove(captions.pollFirst().captionId());
    }
  }

  List<CaptionEvent> all() {
    return List.copyOf(captions);
  }
}
