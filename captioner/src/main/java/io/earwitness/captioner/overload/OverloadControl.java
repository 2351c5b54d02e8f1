package io.earwitness.captioner.overload;

import io.earwitness.captioner.rule.FeedGlob;
import io.earwitness.captioner.window.WindowClosing;
import io.earwitness.captioner.window.WindowPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Trades quality for freshness, window by window, where windows wait too long for their captions.
 *
 * <p>Only live sound is worth it: a recording that is played as fast as it goes is never late, and
 * loses nothing. Sound is live if it was appended to the log when it was heard, by its feed's own
 * clock; so a feed with a wrong clock is captioned in full as well. How long a window has waited is
 * told by the log's clock alone.
 *
 * <p>Safe for use by several threads.
 */
public final class OverloadControl {
  /** Sound older than this when it was appended is a recording, or came late by itself. */
  static final Duration LIVE_WITHIN = Duration.ofMinutes(1);

  /** Sound from further ahead is played faster than it was heard; clocks differ by less. */
  static final Duration AHEAD_WITHIN = Duration.ofSeconds(2);

  private final OverloadLimits limits;
  private final List<Predicate<String>> highPriority;
  private final Map<String, OverloadStep> steps = new HashMap<>();

  public OverloadControl(OverloadLimits limits) {
    this.limits = limits;
    this.highPriority =
        limits.highPriority().stream()
            .map(FeedGlob::compile)
            .map(Pattern::asMatchPredicate)
            .toList();
  }

  /**
   * Decides about the next window of a feed.
   *
   * @param appendedAt when the broker appended the newest of its chunks
   * @param closedAt when it was found complete
   * @param now by the clock of this machine
   */
  public synchronized Treatment decide(
      String feedId, WindowPlan window, Instant appendedAt, Instant closedAt, Instant now) {
    // What the idle timer closed has waited for the timer, not for us.
    Instant since = window.closedBy() == WindowClosing.TIME_OUT ? closedAt : appendedAt;
    Duration lag = Duration.between(since, now);
    OverloadStep step =
        isLive(window, appendedAt)
            ? next(steps.getOrDefault(feedId, OverloadStep.NONE), lag, isImportant(feedId))
            : OverloadStep.NONE;
    if (step == OverloadStep.NONE || isLast(window)) {
      steps.remove(feedId);
    } else {
      steps.put(feedId, step);
    }
    return new Treatment(step, leavesOut(step, window), lag);
  }

  private static boolean isLive(WindowPlan window, Instant appendedAt) {
    Duration age = Duration.between(window.end(), appendedAt);
    return age.compareTo(AHEAD_WITHIN.negated()) >= 0 && age.compareTo(LIVE_WITHIN) <= 0;
  }

  private boolean isImportant(String feedId) {
    return highPriority.stream().anyMatch(names -> names.test(feedId));
  }

  private OverloadStep next(OverloadStep current, Duration lag, boolean important) {
    OverloadStep[] ladder = OverloadStep.values();
    int step = Math.min(current.ordinal(), limits.furthest().ordinal());
    while (step < limits.furthest().ordinal()
        && lag.compareTo(limits.takenAt(ladder[step + 1], important)) >= 0) {
      step++;
    }
    while (step > 0 && lag.compareTo(limits.takenBackBelow(ladder[step], important)) < 0) {
      step--;
    }
    return ladder[step];
  }

  /** The odd windows may go, since they overlap the even ones; a tail overlaps nothing. */
  private static boolean leavesOut(OverloadStep step, WindowPlan window) {
    return switch (step) {
      case NONE, FEWER_BEAMS -> false;
      case WIDER_HOP ->
          window.windowIndex() % 2 == 1 && window.closedBy() == WindowClosing.COMPLETE;
      case SKIP_AHEAD -> true;
    };
  }

  private static boolean isLast(WindowPlan window) {
    return window.closedBy() == WindowClosing.END_OF_SESSION
        || window.closedBy() == WindowClosing.SUPERSEDED;
  }

  /** The furthest step that any feed is at. */
  public synchronized OverloadStep furthest() {
    return steps.values().stream().max(OverloadStep::compareTo).orElse(OverloadStep.NONE);
  }
}
