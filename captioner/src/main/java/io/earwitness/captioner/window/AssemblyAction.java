package io.earwitness.captioner.window;

import io.earwitness.captioner.event.DeadLetter;
import java.time.Instant;

/**
 * What is to be done after the {@link WindowAssembler} has looked at a chunk. The actions of one
 * call are to be carried out in the order in which they are listed.
 */
public sealed interface AssemblyAction {

  /**
   * Keep the payload of the chunk that was just accepted, under its first sample: windows need it.
   */
  record Keep(ChunkHeader chunk) implements AssemblyAction {}

  /** The window is closed: caption it. The payloads of all its pieces are kept. */
  record Ready(WindowPlan window) implements AssemblyAction {}

  /**
   * Drop the kept payloads that lie wholly below {@code belowSample} of the session whose payloads
   * are kept; {@link Long#MAX_VALUE} drops them all.
   */
  record Forget(long belowSample) implements AssemblyAction {}

  /**
   * Samples that never came were given up. Each missing sample is reported once, before the first
   * window that covers it; a long hole is reported in parts if its windows close one by one.
   *
   * @param at event time of {@code firstSample}, by the clock of the chunk nearest to it
   */
  record Gap(String sessionId, long firstSample, long endSample, Instant at)
      implements AssemblyAction {}

  /**
   * Samples came after a window that covers them was closed without them.
   *
   * @param at their event time
   * @param kept whether windows that are still open use the chunk; otherwise a {@link Refuse}
   *     follows
   */
  record Late(String sessionId, long firstSample, long endSample, Instant at, boolean kept)
      implements AssemblyAction {}

  /** The chunk can't be used: it belongs to the dead letters. */
  record Refuse(DeadLetter.Reason reason, String sentence) implements AssemblyAction {}

  /** The chunk repeats one that was accepted a short while ago; it is of no further use. */
  record Duplicate(String sessionId, long firstSample, long endSample) implements AssemblyAction {}

  /**
   * A session began.
   *
   * @param firstSample of the first chunk that came, 0 unless chunks before it are missing or late
   * @param at event time of {@code firstSample}
   */
  record SessionBegan(String sessionId, long firstSample, Instant at) implements AssemblyAction {}

  /**
   * A session ended. Its payloads are forgotten by now.
   *
   * @param endSample number of samples in the session, as far as it is known
   * @param at event time of {@code endSample}
   * @param closedBy {@link WindowClosing#END_OF_SESSION} or {@link WindowClosing#SUPERSEDED}
   */
  record SessionEnded(String sessionId, long endSample, Instant at, WindowClosing closedBy)
      implements AssemblyAction {}
}
