package io.earwitness.captioner.sound;

import io.earwitness.captioner.event.CaptionCursor;
import java.time.Instant;
import java.util.List;

/**
 * What is remembered of one feed between its captions. Immutable; a few kilobytes at most, and the
 * open sounds.
 *
 * @param feedId of the feed, empty before its first caption
 * @param cursor how far its captions were read
 * @param coveredMicros end of the windows seen, from the session's first sample
 * @param settledMicros sounds below this position of the session are told and over, whatever a
 *     later window says of them
 * @param acceptedAt when the newest caption or the end of its session came, by the clock of the
 *     machine
 * @param closing what ends the sounds unless another caption of the session comes; {@link
 *     SoundEvent.Ending#NOT_ENDED} while the session goes on
 * @param sounds by label and begin
 */
public record FeedSounds(
    String feedId,
    CaptionCursor cursor,
    long coveredMicros,
    long settledMicros,
    Instant acceptedAt,
    SoundEvent.Ending closing,
    List<TrackedSound> sounds) {

  /** Of a feed that no caption has come from. */
  public static final FeedSounds NONE =
      new FeedSounds(
          "", CaptionCursor.START, 0, 0, Instant.EPOCH, SoundEvent.Ending.NOT_ENDED, List.of());

  public FeedSounds {
    sounds = List.copyOf(sounds);
  }

  /**
   * The same, with the idle time-out begun anew: while the machine was away, so were the captions.
   */
  public FeedSounds resumedAt(Instant now) {
    return new FeedSounds(feedId, cursor, coveredMicros, settledMicros, now, closing, sounds);
  }

  /** The same, with its sounds to end for {@code ending}, unless another caption comes soon. */
  FeedSounds closingBy(SoundEvent.Ending ending, Instant now) {
    return new FeedSounds(feedId, cursor, coveredMicros, settledMicros, now, ending, sounds);
  }

  /** The events that were told and go on, each as of the feed's newest caption. */
  public List<SoundEvent> open() {
    return sounds.stream()
        .filter(TrackedSound::told)
        .map(
            sound ->
                sound.event(
                    feedId,
                    cursor.sessionId(),
                    sound.revisions() - 1,
                    sound.revisions() == 1 ? SoundEvent.Phase.STARTED : SoundEvent.Phase.UPDATED,
                    SoundEvent.Ending.NOT_ENDED,
                    acceptedAt))
        .toList();
  }

  /** The same with no sound, and none to come from what was covered so far. */
  FeedSounds settled() {
    return new FeedSounds(
        feedId,
        cursor,
        coveredMicros,
        coveredMicros,
        acceptedAt,
        SoundEvent.Ending.NOT_ENDED,
        List.of());
  }
}
