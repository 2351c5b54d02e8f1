package io.earwitness.app.page.history;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.topology.Timeline;
import io.earwitness.topology.TimelineUnavailableException;
import io.earwitness.web.RefusedException;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The captions that the timeline keeps. */
public final class TimelineHistory implements History {
  private final Timeline timeline;

  public TimelineHistory(Timeline timeline) {
    this.timeline = timeline;
  }

  @Override
  public List<CaptionEvent> captions(String feedId, Instant from, Instant to) {
    try {
      return timeline.query(feedId, from, to);
    } catch (TimelineUnavailableException e) {
      throw RefusedException.notNow(e.getMessage(), e);
    }
  }

  @Override
  public SortedMap<String, Instant> feeds() {
    try {
      SortedMap<String, Instant> newest = new TreeMap<>();
      timeline.feeds().forEach((feed, activity) -> newest.put(feed, activity.newestBegin()));
      return newest;
    } catch (TimelineUnavailableException e) {
      throw RefusedException.notNow(e.getMessage(), e);
    }
  }
}
