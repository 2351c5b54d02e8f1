package io.earwitness.wire.mapping;

import io.earwitness.captioner.sound.SoundEvent;
import io.earwitness.captioner.sound.SupportingCaption;
import io.earwitness.events.SoundEnding;
import io.earwitness.events.SoundPhase;
import io.earwitness.wire.UnreadableEventException;
import java.time.Instant;
import java.util.Optional;

/** Sound events. */
public final class SoundEventMapping
    implements EventMapping<SoundEvent, io.earwitness.events.SoundEvent> {
  private static final long serialVersionUID = 1L;

  @Override
  public io.earwitness.events.SoundEvent toAvro(SoundEvent event) {
    return io.earwitness.events.SoundEvent.newBuilder()
        .setEventId(event.eventId())
        .setRevision(event.revision())
        .setFeedId(event.feedId())
        .setSessionId(event.sessionId())
        .setLabel(event.label())
        .setPhase(Enums.same(SoundPhase.class, event.phase()))
        .setBegin(event.begin())
        .setLastHeard(event.lastHeard())
        .setEnd(event.end().orElse(null))
        .setEndedBy(Enums.same(SoundEnding.class, event.endedBy()))
        .setConfidence(event.confidence())
        .setPeakConfidence(event.peakConfidence())
        .setCaptions(event.captions().stream().map(SoundEventMapping::avro).toList())
        .setCaptionCount(event.captionCount())
        .setEmittedAt(event.emittedAt())
        .build();
  }

  @Override
  public SoundEvent toDomain(io.earwitness.events.SoundEvent event)
      throws UnreadableEventException {
    return new SoundEvent(
        event.getEventId(),
        event.getRevision(),
        event.getFeedId(),
        event.getSessionId(),
        event.getLabel(),
        Enums.known(SoundEvent.Phase.class, event.getPhase(), "phase"),
        event.getBegin(),
        event.getLastHeard(),
        Optional.ofNullable(event.getEnd()),
        Enums.known(SoundEvent.Ending.class, event.getEndedBy(), "endedBy"),
        event.getConfidence(),
        event.getPeakConfidence(),
        event.getCaptions().stream().map(SoundEventMapping::domain).toList(),
        event.getCaptionCount(),
        event.getEmittedAt());
  }

  private static io.earwitness.events.SupportingCaption avro(SupportingCaption caption) {
    return new io.earwitness.events.SupportingCaption(
        caption.captionId(), caption.caption(), caption.score(), caption.begin(), caption.end());
  }

  private static SupportingCaption domain(io.earwitness.events.SupportingCaption caption) {
    return new SupportingCaption(
        caption.getCaptionId(),
        caption.getCaption(),
        caption.getScore(),
        caption.getBegin(),
        caption.getEnd());
  }

  @Override
  public String feedId(SoundEvent event) {
    return event.feedId();
  }

  /** Each revision is an event of its own. */
  @Override
  public String id(SoundEvent event) {
    return event.eventId() + "-" + event.revision();
  }

  @Override
  public Instant time(SoundEvent event) {
    return event.begin();
  }
}
