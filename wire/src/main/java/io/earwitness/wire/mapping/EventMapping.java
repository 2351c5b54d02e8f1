package io.earwitness.wire.mapping;

import io.earwitness.wire.UnreadableEventException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;

/**
 * The way between an event of the domain and its record. Without state.
 *
 * @param <T> the event in the domain
 * @param <A> the class that Avro generated from its schema
 */
public interface EventMapping<T, A extends SpecificRecord> extends Serializable {

  A toAvro(T event);

  /**
   * @throws UnreadableEventException if a field holds what the domain does not allow
   */
  T toDomain(A event) throws UnreadableEventException;

  /** The feed, empty where none is known. */
  String feedId(T event);

  /** Unique among the events of the feed and type. */
  String id(T event);

  /** When it happened. */
  Instant time(T event);

  /** The record's key: the feed, so that a feed's events stay in order. */
  default byte[] key(T event) {
    return feedId(event).getBytes(StandardCharsets.UTF_8);
  }
}
