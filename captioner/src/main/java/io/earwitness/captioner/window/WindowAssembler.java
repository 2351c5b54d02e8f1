package io.earwitness.captioner.window;

import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.event.DeadLetter.Reason;
import io.earwitness.captioner.window.AssemblyAction.Duplicate;
import io.earwitness.captioner.window.AssemblyAction.Forget;
import io.earwitness.captioner.window.AssemblyAction.Keep;
import io.earwitness.captioner.window.AssemblyAction.Late;
import io.earwitness.captioner.window.AssemblyAction.Refuse;
import io.earwitness.captioner.window.AssemblyAction.SessionBegan;
import io.earwitness.captioner.window.AssemblyAction.SessionEnded;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts feeds into windows by counting samples: no clock decides what is complete, and no feed waits
 * for another.
 *
 * <p>Window <i>k</i> of a session begins at sample <i>k</i> · hop. It closes as soon as all its
 * samples have come, in whatever order; or when samples further than the reorder tolerance beyond
 * its end have come, what is missing then being silence; or with its session, or by {@link
 * #timeOut}, and then ends where the sound ends. The last window of a session is the first one that
 * reaches its end. Windows close in their order; one that holds no sample at all is skipped.
 *
 * <p>All that is remembered of a feed is in its {@link FeedState}, and all that is to be done is in
 * the returned actions: the same chunks in the same order always give the same actions. The
 * assembler itself is immutable and may be shared by threads.
 */
public final class WindowAssembler {
  private final WindowGeometry geometry;
  private final AssemblyLimits limits;

  /**
   * @param geometry of sessions that begin from now on: a session that is open keeps the windows it
   *     began with, so that its window indices never change their meaning
   */
  public WindowAssembler(WindowGeometry geometry, AssemblyLimits limits) {
    this.geometry = geometry;
    this.limits = limits;
  }

  /**
   * Takes the next chunk of a feed.
   *
   * @return what is to be done, in this order
   */
  public List<AssemblyAction> accept(FeedState state, ChunkHeader chunk) {
    List<AssemblyAction> actions = new ArrayList<>();
    HeaderCheck.refusal(chunk).ifPresent(actions::add);
    if (!actions.isEmpty()) {
      return actions;
    }
    ChunkHistory history = new ChunkHistory(state);
    if (history.isPastSession(chunk.sessionId())) {
      refuseAsLate(chunk, "belongs to a session that was followed by another", actions);
    } else if (!chunk.sessionId().equals(state.getSessionId())) {
      supersede(state, actions);
      begin(state, chunk, actions);
      acceptIntoSession(state, chunk, actions);
    } else if (state.isEnded()) {
      if (history.repeats(chunk)) {
        actions.add(duplicate(chunk));
      } else {
        refuseAsLate(chunk, "came after the end of its session", actions);
      }
    } else if (formatDiffers(state, chunk)) {
      actions.add(new Refuse(Reason.FORMAT_CHANGED, Sentences.formatChanged(state, chunk)));
    } else {
      acceptIntoSession(state, chunk, actions);
    }
    return actions;
  }

  /**
   * Closes the windows that hold samples which no closed window covers, the last of them where the
   * sound ends. The session stays open. Does nothing to an idle feed.
   *
   * @return what is to be done, in this order
   */
  public List<AssemblyAction> timeOut(FeedState state) {
    List<AssemblyAction> actions = new ArrayList<>();
    if (!idle(state)) {
      WindowCloser closer = new WindowCloser(state, limits);
      closer.closeTail(state.getHighestEnd(), WindowClosing.TIME_OUT);
      closer.report(actions);
    }
    return actions;
  }

  /** Whether {@link #timeOut} would do nothing: every sample that came is in a closed window. */
  public boolean idle(FeedState state) {
    return state.isEnded() || state.getHighestEnd() <= state.getSettledBelow();
  }

  private void supersede(FeedState state, List<AssemblyAction> actions) {
    if (state.getSessionId().isEmpty()) {
      return;
    }
    if (!state.isEnded()) {
      endSession(state, state.getHighestEnd(), WindowClosing.SUPERSEDED, actions);
    }
    new ChunkHistory(state).rememberSession(state.getSessionId());
  }

  private void begin(FeedState state, ChunkHeader chunk, List<AssemblyAction> actions) {
    state.setSessionId(chunk.sessionId());
    state.setEnded(false);
    SampleRate rate = chunk.format().rate();
    state.setRateHertz(rate.hertz());
    state.setChannels(chunk.format().channels());
    state.setWindowSamples(geometry.windowSamples(rate));
    state.setHopSamples(geometry.hopSamples(rate));
    state.setNextWindow(0);
    state.setSettledBelow(0);
    state.setHighestEnd(0);
    state.setLastFirst(chunk.firstSample());
    state.setLastTime(EventTimes.micros(chunk.eventTime()));
    state.setRecentFirsts(new long[0]);
    state.setRecentCounts(new int[0]);
    state.setMissing(SampleRanges.NONE);
    if (limits.joinsSessions()) {
      join(state, chunk.firstSample());
    }
    actions.add(new SessionBegan(chunk.sessionId(), chunk.firstSample(), chunk.eventTime()));
  }

  /** Counts as if all below {@code sample} had been dealt with before, by somebody else. */
  private static void join(FeedState state, long sample) {
    if (sample > 0) {
      long firstCovering = (sample - state.getWindowSamples()) / state.getHopSamples() + 1;
      state.setNextWindow(sample < state.getWindowSamples() ? 0 : firstCovering);
      state.setSettledBelow(sample);
      state.setMissing(SampleRanges.add(SampleRanges.NONE, 0, sample));
    }
  }

  private void acceptIntoSession(FeedState state, ChunkHeader chunk, List<AssemblyAction> actions) {
    ChunkHistory history = new ChunkHistory(state);
    if (chunk.endOfSession() && chunk.endSample() < state.getHighestEnd()) {
      actions.add(
          new Refuse(Reason.INDEX_RUNS_BACKWARDS, Sentences.endsBeforeItsSamples(state, chunk)));
      return;
    }
    if (history.repeats(chunk)) {
      actions.add(duplicate(chunk));
    } else if (chunk.sampleCount() > 0 && !takeSamples(state, chunk, actions)) {
      return;
    }
    if (chunk.endOfSession()) {
      if (!history.repeats(chunk)) {
        history.remember(chunk);
      }
      endSession(state, chunk.endSample(), WindowClosing.END_OF_SESSION, actions);
    }
  }

  /** Takes the samples of a chunk that is no repeat; {@code false} if they contradict others. */
  private boolean takeSamples(FeedState state, ChunkHeader chunk, List<AssemblyAction> actions) {
    WindowCloser closer = new WindowCloser(state, limits);
    OpenChunks chunks = new OpenChunks(state);
    long horizon = closer.horizon();
    long knownBelow = Math.min(Math.min(chunk.endSample(), horizon), state.getSettledBelow());
    if (chunks.hold(chunk.firstSample(), chunk.endSample())
        || !SampleRanges.contain(state.getMissing(), chunk.firstSample(), knownBelow)) {
      actions.add(new Refuse(Reason.INDEX_RUNS_BACKWARDS, Sentences.runsBackwards(chunk)));
      return false;
    }
    if (chunk.endSample() <= horizon) {
      closer.settleAround(chunk.firstSample(), chunk.endSample());
      closer.report(actions);
      refuseAsLate(chunk, "came after every window that covers it was closed", actions);
      return true;
    }
    if (chunks.size() == OpenChunks.MOST) {
      actions.add(new Refuse(Reason.INVALID_FIELD, Sentences.tooManyChunks(chunk)));
      return false;
    }
    long lateEnd = Math.min(chunk.endSample(), Math.max(state.getSettledBelow(), horizon));
    keep(state, chunk, actions);
    if (chunk.firstSample() < lateEnd) {
      actions.add(
          new Late(
              chunk.sessionId(),
              chunk.firstSample(),
              lateEnd,
              chunk.eventTime(),
              /* kept= */ true));
    }
    closer.closeDue();
    closer.report(actions);
    return true;
  }

  private static void keep(FeedState state, ChunkHeader chunk, List<AssemblyAction> actions) {
    new OpenChunks(state).insert(chunk);
    new ChunkHistory(state).remember(chunk);
    state.setHighestEnd(Math.max(state.getHighestEnd(), chunk.endSample()));
    state.setLastFirst(chunk.firstSample());
    state.setLastTime(EventTimes.micros(chunk.eventTime()));
    state.setMissing(
        SampleRanges.remove(state.getMissing(), chunk.firstSample(), chunk.endSample()));
    actions.add(new Keep(chunk));
  }

  private void endSession(
      FeedState state, long endSample, WindowClosing closedBy, List<AssemblyAction> actions) {
    OpenChunks chunks = new OpenChunks(state);
    WindowCloser closer = new WindowCloser(state, limits);
    closer.closeTail(endSample, closedBy);
    SessionEnded ended =
        new SessionEnded(state.getSessionId(), endSample, chunks.timeOf(endSample), closedBy);
    closer.report(actions);
    if (chunks.dropBelow(Long.MAX_VALUE)) {
      actions.add(new Forget(Long.MAX_VALUE));
    }
    state.setEnded(true);
    actions.add(ended);
  }

  private static boolean formatDiffers(FeedState state, ChunkHeader chunk) {
    return chunk.format().rate().hertz() != state.getRateHertz()
        || chunk.format().channels() != state.getChannels();
  }

  private static Duplicate duplicate(ChunkHeader chunk) {
    return new Duplicate(chunk.sessionId(), chunk.firstSample(), chunk.endSample());
  }

  private static void refuseAsLate(ChunkHeader chunk, String why, List<AssemblyAction> actions) {
    actions.add(
        new Late(
            chunk.sessionId(),
            chunk.firstSample(),
            chunk.endSample(),
            chunk.eventTime(),
            /* kept= */ false));
    actions.add(new Refuse(Reason.LATE, "%s %s".formatted(Sentences.naming(chunk), why)));
  }
}
