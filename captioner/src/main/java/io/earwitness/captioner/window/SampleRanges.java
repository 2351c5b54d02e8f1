package io.earwitness.captioner.window;

import java.util.Arrays;

/**
 * Sets of samples as sorted, disjoint, non-adjacent ranges in one array: begin, end, begin, end, …,
 * each end exclusive. A plain array, because it is part of a checkpointed state.
 */
final class SampleRanges {
  static final long[] NONE = {};

  private SampleRanges() {}

  /** {@code ranges} and {@code begin} to {@code end}. */
  static long[] add(long[] ranges, long begin, long end) {
    if (begin >= end) {
      return ranges;
    }
    int from = 0;
    while (from < ranges.length && ranges[from + 1] < begin) {
      from += 2;
    }
    int to = from;
    while (to < ranges.length && ranges[to] <= end) {
      to += 2;
    }
    // The ranges in between touch the new one and melt into it.
    long mergedBegin = from < to ? Math.min(begin, ranges[from]) : begin;
    long mergedEnd = from < to ? Math.max(end, ranges[to - 1]) : end;
    return splice(ranges, from, to, mergedBegin, mergedEnd);
  }

  /** {@code ranges} without {@code begin} to {@code end}. */
  static long[] remove(long[] ranges, long begin, long end) {
    long[] rest = new long[ranges.length + 2];
    int size = 0;
    for (int i = 0; i < ranges.length; i += 2) {
      size = append(rest, size, ranges[i], Math.min(ranges[i + 1], begin));
      size = append(rest, size, Math.max(ranges[i], end), ranges[i + 1]);
    }
    return Arrays.copyOf(rest, size);
  }

  /** Whether every sample from {@code begin} to {@code end} is in {@code ranges}. */
  static boolean contain(long[] ranges, long begin, long end) {
    for (int i = 0; i < ranges.length; i += 2) {
      if (ranges[i] <= begin && end <= ranges[i + 1]) {
        return true;
      }
    }
    return begin >= end;
  }

  /** The {@code most} highest ranges. */
  static long[] highest(long[] ranges, int most) {
    return Arrays.copyOfRange(ranges, Math.max(0, ranges.length - 2 * most), ranges.length);
  }

  private static int append(long[] ranges, int size, long begin, long end) {
    if (begin >= end) {
      return size;
    }
    ranges[size] = begin;
    ranges[size + 1] = end;
    return size + 2;
  }

  private static long[] splice(long[] ranges, int from, int to, long begin, long end) {
    long[] spliced = new long[ranges.length - (to - from) + 2];
    System.arraycopy(ranges, 0, spliced, 0, from);
    spliced[from] = begin;
    spliced[from + 1] = end;
    System.arraycopy(ranges, to, spliced, from + 2, ranges.length - to);
    return spliced;
  }
}
