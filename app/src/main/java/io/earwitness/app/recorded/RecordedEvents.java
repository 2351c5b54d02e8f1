package io.earwitness.app.recorded;

import io.earwitness.app.file.CaptionedWindow;
import io.earwitness.captioner.caption.CaptionerInfo;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.CaptionIds;
import io.earwitness.captioner.window.SourceOffsets;
import io.earwitness.captioner.window.WindowClosing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The captions of a recording as the events that a feed would have made of it.
 *
 * @param begin of the recording
 */
record RecordedEvents(CaptionerInfo captioner, String feedId, String sessionId, Instant begin) {
  List<CaptionEvent> of(List<CaptionedWindow> windows) {
    List<CaptionEvent> events = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      events.add(event(windows.get(i), i, i == windows.size() - 1));
    }
    return events;
  }

  private CaptionEvent event(CaptionedWindow window, long index, boolean last) {
    return new CaptionEvent(
        CaptionIds.of(feedId, sessionId, index, window.model().sha256()),
        feedId,
        sessionId,
        index,
        index,
        window.firstSample(),
        window.endSample(),
        window.rate(),
        begin.plus(window.begin()),
        begin.plus(window.end()),
        window.captioning(),
        window.level(),
        0,
        last ? WindowClosing.END_OF_SESSION : WindowClosing.COMPLETE,
        window.model(),
        captioner.decodeSettings(),
        captioner.executionProvider(),
        SourceOffsets.NONE,
        begin.plus(window.end()));
  }
}
