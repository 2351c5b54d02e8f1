package io.earwitness.wire;

import io.earwitness.wire.mapping.EventMapping;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecordBase;

/** For events that have no domain yet: the record is the event, its first field the id. */
final class PlainMapping<A extends SpecificRecordBase> implements EventMapping<A, A> {
  private static final long serialVersionUID = 1L;

  @Override
  public A toAvro(A event) {
    return event;
  }

  @Override
  public A toDomain(A event) {
    return event;
  }

  @Override
  public String feedId(A event) {
    return "kitchen";
  }

  @Override
  public String id(A event) {
    return (String) event.get(0);
  }

  @Override
  public Instant time(A event) {
    return SampleEvents.NOON;
  }
}
