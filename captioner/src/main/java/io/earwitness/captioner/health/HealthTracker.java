package io.earwitness.captioner.health;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.DerivedId;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.event.FeedEvent.Kind;
import io.earwitness.captioner.event.SessionEnd;
import io.earwitness.captioner.window.WindowClosing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tells when a feed stops, stutters, clips or falls silent, and when it is well again. A function
 * of the state and of what comes; safe for use by several threads.
 *
 * <ul>
 *   <li>STALLED: its session was closed by time-out, or no caption comes for a while though its
 *       session has not ended.
 *   <li>STUTTERING: samples are missing in half of the newest windows.
 *   <li>CLIPPING: three windows in a row reach full scale.
 *   <li>SILENT: for a while it is quieter than its habit by far, or digitally silent.
 * </ul>
 */
public final class HealthTracker {
  private static final int RECENT_WINDOWS = 6;
  private static final int CLIPPED_WINDOWS = 3;

  /** Full scale of 16-bit samples, with a hair's breadth. */
  private static final double FULL_SCALE_DBFS = -0.01;

  /** Where so much is missing, the level says nothing. */
  private static final double MOST_MISSING = 0.5;

  private final HealthSettings settings;

  public HealthTracker(HealthSettings settings) {
    this.settings = settings;
  }

  /**
   * @param state what to remember
   * @param events what to tell, in this order
   */
  public record Step(FeedHealth state, List<FeedEvent> events) {}

  /** Takes the feed's next caption; each comes once. */
  public Step accept(FeedHealth before, CaptionEvent caption, Instant now) {
    boolean timedOut = caption.closedBy() == WindowClosing.TIME_OUT;
    boolean closed = !timedOut && caption.closedBy() != WindowClosing.COMPLETE;
    FeedHealth state = measured(before, caption, closed, now);
    Telling telling = new Telling(state, caption.feedId(), now);
    telling.set(
        Kind.STALLED, timedOut, caption.end(), "Nothing more came; its last window was closed.");
    telling.set(
        Kind.STUTTERING,
        stutters(state, before),
        caption.begin(),
        "Samples are missing in %d of the newest %d windows."
            .formatted(stuttering(state), state.missingShares().size()));
    telling.set(
        Kind.CLIPPING,
        clips(state, before),
        caption.begin(),
        "%d windows in a row reach full scale.".formatted(state.clippedInRow()));
    Optional<Instant> quietSince = state.quietSince();
    telling.set(
        Kind.SILENT,
        quietSince.isPresent()
            && !caption.end().isBefore(quietSince.get().plus(settings.quietFor())),
        quietSince.orElse(caption.begin()),
        state.habit().windows() == 0
            ? "There is no sound on it."
            : String.format(
                Locale.ROOT,
                "It is at %.0f dBFS, and usually at %.0f.",
                caption.level().rmsDbfs(),
                state.habit().rmsDbfs()));
    return closed ? new Step(state.with(new TreeMap<>()), telling.events()) : telling.step();
  }

  /**
   * Takes that a session has ended with the feed's newest caption: nothing more is to come of it.
   * The end of another session changes nothing.
   */
  public Step end(FeedHealth before, SessionEnd end, Instant now) {
    if (!end.sessionId().equals(before.sessionId()) || !before.matters()) {
      return new Step(before, List.of());
    }
    FeedHealth state = before.ended();
    Telling telling = new Telling(state, end.feedId(), now);
    state.ailments().keySet().forEach(kind -> telling.set(kind, false, state.coveredTo(), ""));
    return telling.step();
  }

  /** Lets time pass. */
  public Step tick(FeedHealth state, String feedId, Instant now) {
    Telling telling = new Telling(state, feedId, now);
    boolean overdue = !now.isBefore(state.acceptedAt().plus(settings.stalledAfter()));
    if (!state.closed() && overdue && !state.ailments().containsKey(Kind.STALLED)) {
      telling.set(
          Kind.STALLED,
          true,
          state.coveredTo(),
          "No caption came for %d s.".formatted(settings.stalledAfter().toSeconds()));
    }
    return telling.step();
  }

  private FeedHealth measured(
      FeedHealth before, CaptionEvent caption, boolean closed, Instant now) {
    List<Double> shares = new ArrayList<>(before.missingShares());
    shares.add(caption.missingShare());
    boolean clipped = caption.level().peakDbfs() >= FULL_SCALE_DBFS;
    double rmsDbfs = caption.level().rmsDbfs();
    boolean audible = caption.missingShare() < MOST_MISSING && !Double.isNaN(rmsDbfs);
    boolean quiet = audible && before.habit().isQuiet(rmsDbfs, settings.quietBelowHabitDb());
    Optional<Instant> quietSince = before.quietSince();
    if (audible) {
      quietSince = quiet ? Optional.of(quietSince.orElse(caption.begin())) : Optional.empty();
    }
    return new FeedHealth(
        caption.sessionId(),
        now,
        caption.end(),
        caption.endSample(),
        closed,
        audible ? before.habit().after(rmsDbfs, quiet) : before.habit(),
        closed ? Optional.empty() : quietSince,
        shares.subList(Math.max(0, shares.size() - RECENT_WINDOWS), shares.size()),
        clipped ? before.clippedInRow() + 1 : 0,
        clipped ? 0 : before.cleanInRow() + 1,
        before.ailments());
  }

  private long stuttering(FeedHealth state) {
    return state.missingShares().stream().filter(share -> share >= settings.missingShare()).count();
  }

  /** Begins with half of the newest windows, and ends when it is rare. */
  private boolean stutters(FeedHealth state, FeedHealth before) {
    boolean already = before.ailments().containsKey(Kind.STUTTERING);
    return stuttering(state) >= (already ? 2 : RECENT_WINDOWS / 2);
  }

  private static boolean clips(FeedHealth state, FeedHealth before) {
    boolean already = before.ailments().containsKey(Kind.CLIPPING);
    return already ? state.cleanInRow() < CLIPPED_WINDOWS : state.clippedInRow() >= CLIPPED_WINDOWS;
  }

  /** Gathers what a step tells. */
  private static final class Telling {
    private final FeedHealth state;
    private final String feedId;
    private final Instant now;
    private final SortedMap<Kind, Ailment> ailments;
    private final List<FeedEvent> events = new ArrayList<>();

    Telling(FeedHealth state, String feedId, Instant now) {
      this.state = state;
      this.feedId = feedId;
      this.now = now;
      this.ailments = new TreeMap<>(state.ailments());
    }

    /**
     * @param at since when, by the feed's clock
     */
    void set(Kind kind, boolean ailing, Instant at, String detail) {
      Ailment known = ailments.get(kind);
      if (ailing && known == null) {
        FeedEvent event = event(kind, at, detail);
        events.add(event);
        ailments.put(kind, new Ailment(event.eventId(), kind, now, at, detail));
      } else if (!ailing && known != null) {
        ailments.remove(kind);
        Duration lasted = Duration.between(known.since(), now);
        events.add(
            event(
                Kind.RECOVERED,
                state.coveredTo(),
                "No longer %s, after %d s."
                    .formatted(kind.name().toLowerCase(Locale.ROOT), lasted.toSeconds())));
      }
    }

    private FeedEvent event(Kind kind, Instant at, String detail) {
      return new FeedEvent(
          DerivedId.of(feedId, state.sessionId(), kind.name(), at.toString(), detail),
          feedId,
          state.sessionId(),
          kind,
          state.coveredSample(),
          state.coveredSample(),
          at,
          now,
          detail);
    }

    List<FeedEvent> events() {
      return events;
    }

    Step step() {
      return new Step(
          ailments.equals(state.ailments()) ? state : state.with(ailments), List.copyOf(events));
    }
  }
}
