package io.earwitness.wire.mapping;

import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.events.FeedEventKind;
import io.earwitness.wire.UnreadableEventException;
import java.time.Instant;

/** Feed events. */
public final class FeedEventMapping
    implements EventMapping<FeedEvent, io.earwitness.events.FeedEvent> {
  private static final long serialVersionUID = 1L;

  @Override
  public io.earwitness.events.FeedEvent toAvro(FeedEvent event) {
    return io.earwitness.events.FeedEvent.newBuilder()
        .setEventId(event.eventId())
        .setFeedId(event.feedId())
        .setSessionId(event.sessionId())
        .setKind(Enums.same(FeedEventKind.class, event.kind()))
        .setFirstSample(event.firstSample())
        .setEndSample(event.endSample())
        .setAt(event.at())
        .setObservedAt(event.observedAt())
        .setDetail(event.detail())
        .build();
  }

  @Override
  public FeedEvent toDomain(io.earwitness.events.FeedEvent event) throws UnreadableEventException {
    return new FeedEvent(
        event.getEventId(),
        event.getFeedId(),
        event.getSessionId(),
        Enums.known(FeedEvent.Kind.class, event.getKind(), "kind"),
        event.getFirstSample(),
        event.getEndSample(),
        event.getAt(),
        event.getObservedAt(),
        event.getDetail());
  }

  @Override
  public String feedId(FeedEvent event) {
    return event.feedId();
  }

  @Override
  public String id(FeedEvent event) {
    return event.eventId();
  }

  @Override
  public Instant time(FeedEvent event) {
    return event.at();
  }
}
