package io.earwitness.captioner.sound;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a sound on one feed, merged from the captions of overlapping windows, as it
 * travels on {@code audio.sound-events}: told when the sound starts, as it goes on, and when it
 * ends.
 *
 * @param eventId deterministic, and the same from start to end of the sound
 * @param revision 0, 1, 2, … within the event: the highest is the latest word
 * @param sessionId the session in which the sound was heard
 * @param begin event time at which the sound began; a later caption may put it earlier
 * @param lastHeard event time up to which the sound was heard so far
 * @param end event time at which the sound ended, empty while it goes on
 * @param confidence score in the newest supporting caption, 0 to 1
 * @param peakConfidence highest score so far, 0 to 1
 * @param captions oldest first; of a long event only the first and the newest
 * @param captionCount captions that support the event, those left out of {@code captions} included
 * @param emittedAt when this revision was made, by the clock of the machine
 */
public record SoundEvent(
    String eventId,
    int revision,
    String feedId,
    String sessionId,
    String label,
    Phase phase,
    Instant begin,
    Instant lastHeard,
    Optional<Instant> end,
    Ending endedBy,
    double confidence,
    double peakConfidence,
    List<SupportingCaption> captions,
    long captionCount,
    Instant emittedAt) {

  public SoundEvent {
    captions = List.copyOf(captions);
  }

  /** Where in its life the event is. */
  public enum Phase {
    STARTED,
    /** Goes on, or is surer than before. */
    UPDATED,
    /** Over; nothing follows. */
    ENDED
  }

  /** What ended the sound. */
  public enum Ending {
    NOT_ENDED,
    /** No longer heard for longer than the maximum gap. */
    FADED,
    END_OF_SESSION,
    /** The feed stopped. */
    STALLED
  }
}
