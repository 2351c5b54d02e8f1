package io.earwitness.captioner.sound;

import io.earwitness.captioner.sound.SoundEvent.Ending;
import io.earwitness.captioner.sound.SoundEvent.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Turns stretches into the events that are told of them. At most one event of a label is open at a
 * time: a second stretch waits until no caption can join it to the first, since two events that
 * were told could not be made one. Serves one step of the {@link SoundTracker}.
 */
final class SoundTelling {
  private final SoundEventSettings settings;
  private final String feedId;
  private final String sessionId;
  private final Instant now;
  private final List<SoundEvent> told = new ArrayList<>();

  SoundTelling(SoundEventSettings settings, String feedId, String sessionId, Instant now) {
    this.settings = settings;
    this.feedId = feedId;
    this.sessionId = sessionId;
    this.now = now;
  }

  List<SoundEvent> told() {
    return told;
  }

  /** Ends what is an event and forgets the rest. */
  void endAll(List<TrackedSound> sounds, Ending ending) {
    sounds.forEach(sound -> end(sound, ending));
  }

  /**
   * Ends the stretches that no later window can reach and starts or updates the others.
   *
   * @param sounds by label and begin
   * @param windowIndex of the newest caption
   * @param windowBeginMicros of the newest caption: every later span begins after it
   * @return what stays open
   */
  List<TrackedSound> tell(List<TrackedSound> sounds, long windowIndex, long windowBeginMicros) {
    List<TrackedSound> open = new ArrayList<>();
    Set<String> openLabels = new HashSet<>();
    for (TrackedSound sound : sounds) {
      if (sound.endMicros() + SoundSpans.micros(settings.maximumGap()) <= windowBeginMicros) {
        end(sound, Ending.FADED);
      } else {
        open.add(sound);
        if (sound.told()) {
          openLabels.add(sound.label());
        }
      }
    }
    open.replaceAll(sound -> startOrUpdate(sound, windowIndex, openLabels));
    return open;
  }

  private TrackedSound startOrUpdate(TrackedSound sound, long windowIndex, Set<String> openLabels) {
    if (sound.told()) {
      boolean supported = sound.newest().windowIndex() == windowIndex;
      return supported ? tell(sound, Phase.UPDATED, Ending.NOT_ENDED) : sound;
    }
    return isEvent(sound) && openLabels.add(sound.label())
        ? tell(sound, Phase.STARTED, Ending.NOT_ENDED)
        : sound;
  }

  private void end(TrackedSound sound, Ending ending) {
    if (sound.told()) {
      tell(sound, Phase.ENDED, ending);
    } else if (isEvent(sound)) {
      tell(tell(sound, Phase.STARTED, Ending.NOT_ENDED), Phase.ENDED, ending);
    }
  }

  private boolean isEvent(TrackedSound sound) {
    return sound.peakConfidence() >= settings.thresholdsOf(sound.label()).start()
        && sound.durationMicros() >= SoundSpans.micros(settings.minimumDuration());
  }

  private TrackedSound tell(TrackedSound sound, Phase phase, Ending ending) {
    told.add(sound.event(feedId, sessionId, sound.revisions(), phase, ending, now));
    return sound.toldOnceMore();
  }
}
