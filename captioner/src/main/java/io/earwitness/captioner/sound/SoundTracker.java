package io.earwitness.captioner.sound;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.SessionEnd;
import io.earwitness.captioner.sound.SoundEvent.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Merges the labelled sounds in the captions of one feed's overlapping windows into sound events.
 *
 * <p>Spans that reach the keep threshold and lie within the maximum gap of each other form a
 * stretch. A stretch is an event if one of its spans reaches the start threshold and it is long
 * enough. It ends when no later window can reach it any more, when its session ends, or when the
 * feed brings no caption for the idle time-out.
 *
 * <p>A pure function of the state and what comes; safe for use by several threads. Time passes only
 * through {@code now}, the clock of the machine: feeds' own clocks may be minutes apart.
 */
public final class SoundTracker {
  private final SoundEventSettings settings;

  public SoundTracker(SoundEventSettings settings) {
    this.settings = settings;
  }

  /**
   * @param state what to remember
   * @param changes what to tell, in this order
   */
  public record Step(FeedSounds state, List<SoundEvent> changes) {}

  /**
   * Takes the feed's next caption. One that was taken before, or that lies before the newest of its
   * session, changes nothing.
   */
  public Step accept(FeedSounds state, CaptionEvent caption, Instant now) {
    if (state.cursor().hasPassed(caption)) {
      return new Step(state, List.of());
    }
    boolean sameSession = state.cursor().inSession(caption);
    List<SoundEvent> changes = new ArrayList<>();
    if (!sameSession) {
      changes.addAll(endAll(state, Ending.END_OF_SESSION, now));
    }
    long settledMicros = sameSession ? state.settledMicros() : 0;
    List<TrackedSound> sounds = new ArrayList<>(sameSession ? state.sounds() : List.of());
    sounds.addAll(SoundSpans.of(caption, settings, settledMicros));
    SoundTelling telling = new SoundTelling(settings, caption.feedId(), caption.sessionId(), now);
    List<TrackedSound> open =
        telling.tell(
            SoundSpans.merged(sounds, settings.maximumGap()),
            caption.windowIndex(),
            SoundSpans.windowBeginMicros(caption));
    changes.addAll(telling.told());
    return new Step(
        new FeedSounds(
            caption.feedId(),
            state.cursor().after(caption),
            SoundSpans.windowEndMicros(caption),
            settledMicros,
            now,
            closing(caption),
            open),
        changes);
  }

  /**
   * Takes that a session has ended with the feed's newest caption. The end of another session
   * changes nothing, nor does one that its last caption told.
   */
  public FeedSounds end(FeedSounds state, SessionEnd end, Instant now) {
    boolean tells =
        end.sessionId().equals(state.cursor().sessionId()) && state.closing() == Ending.NOT_ENDED;
    return tells ? state.closingBy(Ending.END_OF_SESSION, now) : state;
  }

  /** Lets time pass: ends the feed's events if its session was closed, or if the feed is idle. */
  public Step tick(FeedSounds state, Instant now) {
    if (state.sounds().isEmpty()) {
      return new Step(state, List.of());
    }
    boolean closing = state.closing() != Ending.NOT_ENDED;
    Duration patience = closing ? settings.closingGrace() : settings.idleTimeout();
    if (now.isBefore(state.acceptedAt().plus(patience))) {
      return new Step(state, List.of());
    }
    Ending ending = closing ? state.closing() : Ending.STALLED;
    return new Step(state.settled(), endAll(state, ending, now));
  }

  private List<SoundEvent> endAll(FeedSounds state, Ending ending, Instant now) {
    SoundTelling telling =
        new SoundTelling(settings, state.feedId(), state.cursor().sessionId(), now);
    telling.endAll(state.sounds(), ending);
    return telling.told();
  }

  private static Ending closing(CaptionEvent caption) {
    return switch (caption.closedBy()) {
      case COMPLETE -> Ending.NOT_ENDED;
      case END_OF_SESSION, SUPERSEDED -> Ending.END_OF_SESSION;
      case TIME_OUT -> Ending.STALLED;
    };
  }
}
