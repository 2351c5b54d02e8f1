package io.earwitness.captioner.window;

import java.util.Arrays;

/** What a {@link FeedState} remembers of chunks and sessions that are done with. */
final class ChunkHistory {
  /** Chunks whose repeats are recognised: well above the records that a producer sends at once. */
  static final int CHUNKS = 64;

  static final int SESSIONS = 16;

  private final FeedState state;

  ChunkHistory(FeedState state) {
    this.state = state;
  }

  /** Whether {@code chunk} has the same samples as one of the chunks accepted last. */
  boolean repeats(ChunkHeader chunk) {
    long[] firsts = state.getRecentFirsts();
    for (int i = 0; i < firsts.length; i++) {
      if (firsts[i] == chunk.firstSample() && state.getRecentCounts()[i] == chunk.sampleCount()) {
        return true;
      }
    }
    return false;
  }

  void remember(ChunkHeader chunk) {
    int kept = Math.min(state.getRecentFirsts().length, CHUNKS - 1);
    long[] firsts = newest(state.getRecentFirsts(), kept);
    firsts[kept] = chunk.firstSample();
    state.setRecentFirsts(firsts);
    int[] counts = newest(state.getRecentCounts(), kept);
    counts[kept] = chunk.sampleCount();
    state.setRecentCounts(counts);
  }

  boolean isPastSession(String sessionId) {
    return Arrays.asList(state.getPastSessions()).contains(sessionId);
  }

  void rememberSession(String sessionId) {
    String[] sessions = state.getPastSessions();
    int kept = Math.min(sessions.length, SESSIONS - 1);
    String[] newest = Arrays.copyOfRange(sessions, sessions.length - kept, sessions.length + 1);
    newest[kept] = sessionId;
    state.setPastSessions(newest);
  }

  /** The last {@code kept} values, and room for one more. */
  private static long[] newest(long[] values, int kept) {
    return Arrays.copyOfRange(values, values.length - kept, values.length + 1);
  }

  private static int[] newest(int[] values, int kept) {
    return Arrays.copyOfRange(values, values.length - kept, values.length + 1);
  }
}
