package io.earwitness.captioner.window;

import io.earwitness.captioner.event.DeadLetter.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Window assembly as one would define it on paper: sample by sample, window by window, with sets
 * and without any bound. Slow, and the judge of the real one.
 */
final class NaiveAssembler {
  /** What one call should bring about. */
  static final class Outcome {
    final List<String> windows = new ArrayList<>();
    final Set<String> gaps = new TreeSet<>();
    final Set<String> late = new TreeSet<>();
    final List<Reason> refusals = new ArrayList<>();
    final List<String> sessions = new ArrayList<>();
    int duplicates;
    boolean kept;
  }

  private final int window;
  private final int hop;
  private final int tolerance;

  private final Set<String> pastSessions = new HashSet<>();
  private long sequence;

  private String session;
  private ChunkHeader firstChunk;
  private boolean ended;
  private long nextWindow;
  private final Map<ChunkHeader, Boolean> accepted = new HashMap<>();
  private final TreeMap<Long, ChunkHeader> received = new TreeMap<>();
  private final Set<Long> lost = new HashSet<>();
  private long coveredBelow;

  NaiveAssembler(int window, int hop, int tolerance) {
    this.window = window;
    this.hop = hop;
    this.tolerance = tolerance;
  }

  Outcome accept(ChunkHeader chunk) {
    Outcome outcome = new Outcome();
    if (chunk.sampleCount() == 0 && !chunk.endOfSession()) {
      outcome.refusals.add(Reason.INVALID_FIELD);
    } else if (pastSessions.contains(chunk.sessionId())) {
      refuseAsLate(chunk, outcome);
    } else if (!chunk.sessionId().equals(session)) {
      begin(chunk, outcome);
      acceptIntoSession(chunk, outcome);
    } else if (ended && !repeats(chunk)) {
      refuseAsLate(chunk, outcome);
    } else if (ended) {
      outcome.duplicates++;
    } else if (!chunk.format().equals(firstChunk.format())) {
      outcome.refusals.add(Reason.FORMAT_CHANGED);
    } else {
      acceptIntoSession(chunk, outcome);
    }
    return outcome;
  }

  Outcome timeOut() {
    Outcome outcome = new Outcome();
    if (!idle()) {
      closeUpTo(highest(), WindowClosing.TIME_OUT, outcome);
    }
    return outcome;
  }

  boolean idle() {
    return session == null || ended || highest() <= coveredBelow;
  }

  private void begin(ChunkHeader chunk, Outcome outcome) {
    if (session != null && !ended) {
      end(highest(), WindowClosing.SUPERSEDED, outcome);
    }
    if (session != null) {
      pastSessions.add(session);
    }
    session = chunk.sessionId();
    firstChunk = chunk;
    ended = false;
    nextWindow = 0;
    coveredBelow = 0;
    accepted.clear();
    received.clear();
    lost.clear();
    outcome.sessions.add("began " + session);
  }

  private void acceptIntoSession(ChunkHeader chunk, Outcome outcome) {
    if (chunk.endOfSession() && chunk.endSample() < highest()) {
      outcome.refusals.add(Reason.INDEX_RUNS_BACKWARDS);
      return;
    }
    if (repeats(chunk)) {
      outcome.duplicates++;
    } else if (chunk.sampleCount() > 0 && !takeSamples(chunk, outcome)) {
      return;
    }
    if (chunk.endOfSession()) {
      accepted.put(identity(chunk), true);
      end(chunk.endSample(), WindowClosing.END_OF_SESSION, outcome);
    }
  }

  private boolean takeSamples(ChunkHeader chunk, Outcome outcome) {
    long horizon = nextWindow * hop;
    for (long s = chunk.firstSample(); s < chunk.endSample(); s++) {
      boolean refusedBefore = s < horizon && s < coveredBelow && !lost.contains(s);
      if (received.containsKey(s) || refusedBefore) {
        outcome.refusals.add(Reason.INDEX_RUNS_BACKWARDS);
        return false;
      }
    }
    if (chunk.endSample() <= horizon) {
      giveUpBelow(chunk.firstSample(), outcome);
      coveredBelow = Math.max(coveredBelow, chunk.endSample());
      refuseAsLate(chunk, outcome);
      return true;
    }
    for (long s = chunk.firstSample(); s < chunk.endSample(); s++) {
      received.put(s, chunk);
      lost.remove(s);
      if (s < Math.max(horizon, coveredBelow)) {
        outcome.late.add(session + ":" + s);
      }
    }
    accepted.put(identity(chunk), true);
    outcome.kept = true;
    closeComplete(outcome);
    return true;
  }

  private void closeComplete(Outcome outcome) {
    for (; ; nextWindow++) {
      long begin = nextWindow * hop;
      long end = begin + window;
      boolean whole = true;
      for (long s = begin; s < end; s++) {
        whole &= received.containsKey(s) || s < coveredBelow;
      }
      if (!whole && highest() <= end + tolerance) {
        return;
      }
      close(begin, end, WindowClosing.COMPLETE, outcome);
    }
  }

  private void closeUpTo(long endOfAudio, WindowClosing why, Outcome outcome) {
    for (; coveredBelow < endOfAudio && nextWindow * hop < endOfAudio; nextWindow++) {
      long begin = nextWindow * hop;
      close(begin, Math.min(begin + window, endOfAudio), why, outcome);
    }
    giveUpBelow(endOfAudio, outcome);
  }

  private void end(long endOfAudio, WindowClosing why, Outcome outcome) {
    closeUpTo(endOfAudio, why, outcome);
    ended = true;
    outcome.sessions.add("ended %s %d %s".formatted(session, endOfAudio, why));
  }

  private void close(long begin, long end, WindowClosing why, Outcome outcome) {
    giveUpBelow(end, outcome);
    StringBuilder content = new StringBuilder();
    long missing = 0;
    for (long s = begin; s < end; s++) {
      ChunkHeader chunk = received.get(s);
      missing += chunk == null ? 1 : 0;
      content.append(
          chunk == null ? " -" : " " + chunk.firstSample() + "+" + (s - chunk.firstSample()));
    }
    if (missing < end - begin) {
      outcome.windows.add(
          "%s #%d @%d %d..%d missing %d %s:%s"
              .formatted(session, nextWindow, sequence++, begin, end, missing, why, content));
    }
  }

  private void giveUpBelow(long end, Outcome outcome) {
    for (long s = coveredBelow; s < end; s++) {
      if (!received.containsKey(s)) {
        lost.add(s);
        outcome.gaps.add(session + ":" + s);
      }
    }
    coveredBelow = Math.max(coveredBelow, end);
  }

  private static void refuseAsLate(ChunkHeader chunk, Outcome outcome) {
    for (long s = chunk.firstSample(); s < chunk.endSample(); s++) {
      outcome.late.add(chunk.sessionId() + ":" + s);
    }
    outcome.refusals.add(Reason.LATE);
  }

  private long highest() {
    return received.isEmpty() ? 0 : received.lastKey() + 1;
  }

  private boolean repeats(ChunkHeader chunk) {
    return accepted.containsKey(identity(chunk));
  }

  private static ChunkHeader identity(ChunkHeader chunk) {
    return Feeds.chunk(chunk.sessionId(), chunk.firstSample(), chunk.endSample());
  }
}
