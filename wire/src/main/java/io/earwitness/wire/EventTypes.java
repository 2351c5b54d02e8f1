package io.earwitness.wire;

import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.sound.SoundEvent;
import io.earwitness.wire.mapping.AlertMapping;
import io.earwitness.wire.mapping.AlertRuleMapping;
import io.earwitness.wire.mapping.AudioChunkMapping;
import io.earwitness.wire.mapping.CaptionEventMapping;
import io.earwitness.wire.mapping.DeadLetterMapping;
import io.earwitness.wire.mapping.FeedEventMapping;
import io.earwitness.wire.mapping.SoundEventMapping;
import java.util.List;

/** The kinds of event that travel on the topics. */
public final class EventTypes {
  public static final EventType<AudioChunk> AUDIO_CHUNK =
      EventType.of(io.earwitness.events.AudioChunk.class, new AudioChunkMapping());
  public static final EventType<CaptionEvent> CAPTION =
      EventType.of(io.earwitness.events.CaptionEvent.class, new CaptionEventMapping());
  public static final EventType<FeedEvent> FEED_EVENT =
      EventType.of(io.earwitness.events.FeedEvent.class, new FeedEventMapping());
  public static final EventType<SoundEvent> SOUND_EVENT =
      EventType.of(io.earwitness.events.SoundEvent.class, new SoundEventMapping());
  public static final EventType<AlertRule> ALERT_RULE =
      EventType.of(io.earwitness.events.AlertRule.class, new AlertRuleMapping());
  public static final EventType<Alert> ALERT =
      EventType.of(io.earwitness.events.Alert.class, new AlertMapping());
  public static final EventType<DeadLetter> DEAD_LETTER =
      EventType.of(io.earwitness.events.DeadLetter.class, new DeadLetterMapping());

  public static final List<EventType<?>> ALL =
      List.of(AUDIO_CHUNK, CAPTION, FEED_EVENT, SOUND_EVENT, ALERT_RULE, ALERT, DEAD_LETTER);

  private EventTypes() {}
}
