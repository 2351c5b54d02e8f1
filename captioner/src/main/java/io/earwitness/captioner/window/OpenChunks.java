package io.earwitness.captioner.window;

import io.earwitness.captioner.audio.SampleRate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * The chunks of the open session that windows still need, in the order of their samples: a view of
 * a {@link FeedState}. They never overlap. All are held that end above the next window's begin.
 */
final class OpenChunks {
  /** Bounds the state of a feed whose chunks are tiny; 20 ms chunks make about 600 in 12 s. */
  static final int MOST = 1 << 16;

  private final FeedState state;

  OpenChunks(FeedState state) {
    this.state = state;
  }

  int size() {
    return state.getChunkFirsts().length;
  }

  /** Whether a chunk holds any sample from {@code begin} to {@code end}. */
  boolean hold(long begin, long end) {
    int i = firstEndingAfter(begin);
    return i < size() && first(i) < end;
  }

  /** The lowest sample held at or above {@code begin}. */
  OptionalLong firstHeldFrom(long begin) {
    int i = firstEndingAfter(begin);
    return i < size() ? OptionalLong.of(Math.max(begin, first(i))) : OptionalLong.empty();
  }

  /**
   * End of the unbroken run of samples that begins at {@code begin}; {@code begin} if it's empty.
   */
  long unbrokenFrom(long begin) {
    long reached = begin;
    for (int i = firstEndingAfter(begin); i < size() && first(i) <= reached; i++) {
      reached = end(i);
    }
    return reached;
  }

  /** The samples from {@code begin} to {@code end} that no chunk holds, as {@link SampleRanges}. */
  long[] holes(long begin, long end) {
    long[] holes = SampleRanges.NONE;
    long reached = begin;
    for (int i = firstEndingAfter(begin); i < size() && first(i) < end; i++) {
      holes = SampleRanges.add(holes, reached, first(i));
      reached = end(i);
    }
    return SampleRanges.add(holes, reached, end);
  }

  /** What a window from {@code begin} to {@code end} takes from the chunks. */
  List<Piece> pieces(long begin, long end) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = firstEndingAfter(begin); i < size() && first(i) < end; i++) {
      long from = Math.max(begin, first(i));
      long to = Math.min(end, end(i));
      pieces.add(
          new Piece(first(i), (int) (from - first(i)), (int) (from - begin), (int) (to - from)));
    }
    return pieces;
  }

  /**
   * Event time of {@code sample} by the clock of the nearest chunk: the last one that begins at or
   * before it, else the first one, else the one accepted last. Counting from a near chunk keeps the
   * drift between the feed's sample clock and its wall clock out.
   */
  Instant timeOf(long sample) {
    if (size() == 0) {
      return shifted(state.getLastTime(), sample - state.getLastFirst());
    }
    int i = Math.min(firstEndingAfter(sample), size() - 1);
    return timeBy(first(i) > sample && i > 0 ? i - 1 : i, sample);
  }

  /** Event time of {@code sample} by the clock of the chunk that begins at {@code chunkFirst}. */
  Instant timeByChunk(long chunkFirst, long sample) {
    return timeBy(firstEndingAfter(chunkFirst), sample);
  }

  /** Adds a chunk that overlaps no other. */
  void insert(ChunkHeader chunk) {
    int i = firstEndingAfter(chunk.firstSample());
    state.setChunkFirsts(inserted(state.getChunkFirsts(), i, chunk.firstSample()));
    state.setChunkTimes(inserted(state.getChunkTimes(), i, EventTimes.micros(chunk.eventTime())));
    int[] counts = state.getChunkCounts();
    int[] more = Arrays.copyOf(counts, counts.length + 1);
    System.arraycopy(counts, i, more, i + 1, counts.length - i);
    more[i] = chunk.sampleCount();
    state.setChunkCounts(more);
  }

  /** Drops the chunks that lie wholly below {@code sample}; says whether there were any. */
  boolean dropBelow(long sample) {
    int from = firstEndingAfter(sample);
    if (from == 0) {
      return false;
    }
    state.setChunkFirsts(Arrays.copyOfRange(state.getChunkFirsts(), from, size()));
    state.setChunkCounts(
        Arrays.copyOfRange(state.getChunkCounts(), from, state.getChunkCounts().length));
    state.setChunkTimes(
        Arrays.copyOfRange(state.getChunkTimes(), from, state.getChunkTimes().length));
    return true;
  }

  private int firstEndingAfter(long sample) {
    int low = 0;
    int high = size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (end(middle) > sample) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private long first(int i) {
    return state.getChunkFirsts()[i];
  }

  private long end(int i) {
    return state.getChunkFirsts()[i] + state.getChunkCounts()[i];
  }

  private Instant timeBy(int i, long sample) {
    return shifted(state.getChunkTimes()[i], sample - first(i));
  }

  private Instant shifted(long micros, long samples) {
    SampleRate rate = new SampleRate(state.getRateHertz());
    Instant time = EventTimes.ofMicros(micros);
    return samples < 0
        ? time.minus(rate.durationOf(-samples))
        : time.plus(rate.durationOf(samples));
  }

  private static long[] inserted(long[] values, int at, long value) {
    long[] more = Arrays.copyOf(values, values.length + 1);
    System.arraycopy(values, at, more, at + 1, values.length - at);
    more[at] = value;
    return more;
  }
}
