package io.earwitness.captioner.window;

import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.window.AssemblyAction.Forget;
import io.earwitness.captioner.window.AssemblyAction.Gap;
import io.earwitness.captioner.window.AssemblyAction.Ready;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Closes the windows of a feed's open session in their order, and gives up the samples that they
 * lack. Serves one call of the {@link WindowAssembler}.
 */
final class WindowCloser {
  /** Given-up stretches that are remembered, so that late samples are told from repeated ones. */
  private static final int MOST_MISSING_RANGES = 64;

  private final FeedState state;
  private final OpenChunks chunks;
  private final AudioFormat format;
  private final long windowSamples;
  private final long hopSamples;
  private final long toleranceSamples;

  private final List<Ready> ready = new ArrayList<>();
  private long[] givenUp = SampleRanges.NONE;

  WindowCloser(FeedState state, AssemblyLimits limits) {
    this.state = state;
    this.chunks = new OpenChunks(state);
    SampleRate rate = new SampleRate(state.getRateHertz());
    this.format = new AudioFormat(rate, state.getChannels());
    this.windowSamples = state.getWindowSamples();
    this.hopSamples = state.getHopSamples();
    this.toleranceSamples = rate.samplesIn(limits.reorderTolerance());
  }

  /** First sample of the next window: no later window covers what lies below. */
  long horizon() {
    return state.getNextWindow() * hopSamples;
  }

  /** Closes every window that is complete, or whose missing samples are given up. */
  void closeDue() {
    while (true) {
      long end = horizon() + windowSamples;
      boolean overdue = state.getHighestEnd() > end + toleranceSamples;
      if (chunks.unbrokenFrom(Math.max(horizon(), state.getSettledBelow())) >= end
          || (overdue && chunks.hold(horizon(), end))) {
        close(end, WindowClosing.COMPLETE);
      } else if (overdue) {
        skipEmptyWindows(firstWindowNotOverdue());
      } else {
        return;
      }
    }
  }

  /**
   * Closes windows until every sample below {@code endOfAudio} is settled; the last one ends there.
   */
  void closeTail(long endOfAudio, WindowClosing closedBy) {
    while (state.getSettledBelow() < endOfAudio && horizon() < endOfAudio) {
      long end = Math.min(horizon() + windowSamples, endOfAudio);
      if (chunks.hold(horizon(), end)) {
        close(end, closedBy);
      } else if (chunks.firstHeldFrom(end).isPresent()) {
        skipEmptyWindows(Long.MAX_VALUE);
      } else {
        break;
      }
    }
    settle(endOfAudio);
  }

  /** Lists gaps and windows since the last call, then drops the chunks that no window needs. */
  void report(List<AssemblyAction> actions) {
    for (int i = 0; i < givenUp.length; i += 2) {
      actions.add(
          new Gap(state.getSessionId(), givenUp[i], givenUp[i + 1], chunks.timeOf(givenUp[i])));
    }
    givenUp = SampleRanges.NONE;
    actions.addAll(ready);
    ready.clear();
    if (chunks.dropBelow(horizon())) {
      actions.add(new Forget(horizon()));
    }
  }

  /** Takes {@code begin} to {@code end} for dealt with, and gives up what has not come before. */
  void settleAround(long begin, long end) {
    settle(begin);
    state.setSettledBelow(Math.max(state.getSettledBelow(), end));
  }

  private void close(long end, WindowClosing closedBy) {
    settle(end);
    ready.add(new Ready(plan(end, closedBy)));
    state.setWindowSequence(state.getWindowSequence() + 1);
    state.setNextWindow(state.getNextWindow() + 1);
  }

  private WindowPlan plan(long end, WindowClosing closedBy) {
    long begin = horizon();
    List<Piece> pieces = chunks.pieces(begin, end);
    Piece first = pieces.get(0);
    Piece last = pieces.get(pieces.size() - 1);
    long held = pieces.stream().mapToLong(Piece::length).sum();
    return new WindowPlan(
        state.getSessionId(),
        state.getNextWindow(),
        state.getWindowSequence(),
        begin,
        end,
        format,
        chunks.timeByChunk(first.chunkFirstSample(), begin),
        chunks.timeByChunk(last.chunkFirstSample(), end),
        pieces,
        end - begin - held,
        closedBy);
  }

  /** Skips to the first window that holds a sample, or to {@code limit}, however far that is. */
  private void skipEmptyWindows(long limit) {
    OptionalLong held = chunks.firstHeldFrom(horizon());
    long firstCovering =
        held.isPresent()
            ? Math.floorDiv(held.getAsLong() - windowSamples, hopSamples) + 1
            : Long.MAX_VALUE;
    state.setNextWindow(Math.min(firstCovering, limit));
    settle(horizon() - hopSamples + windowSamples);
  }

  private long firstWindowNotOverdue() {
    long lowestEnd = state.getHighestEnd() - toleranceSamples;
    return Math.floorDiv(lowestEnd - windowSamples + hopSamples - 1, hopSamples);
  }

  /** Gives up what has not come below {@code end}. */
  private void settle(long end) {
    long[] holes = chunks.holes(state.getSettledBelow(), end);
    long[] missing = state.getMissing();
    for (int i = 0; i < holes.length; i += 2) {
      givenUp = SampleRanges.add(givenUp, holes[i], holes[i + 1]);
      missing = SampleRanges.add(missing, holes[i], holes[i + 1]);
    }
    state.setMissing(SampleRanges.highest(missing, MOST_MISSING_RANGES));
    state.setSettledBelow(Math.max(state.getSettledBelow(), end));
  }
}
