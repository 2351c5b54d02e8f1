package io.earwitness.topology;

import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.wire.EventReader;
import io.earwitness.wire.EventType;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.EventWriter;
import io.earwitness.wire.SchemaStore;
import io.earwitness.wire.UnreadableEventException;
import java.time.Instant;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Reads the events of a topic. A record that is none becomes a dead letter, in the same transaction
 * as the offset that passes it.
 *
 * @param <T> what the events are
 */
abstract class ReadEvents<T> implements Processor<byte[], byte[], Object, Object> {
  private final EventType<T> type;
  private final String deadLettersSink;
  private final String deadLettersTopic;
  private final Supplier<? extends SchemaStore> schemas;

  private ProcessorContext<Object, Object> context;
  private EventReader<T> reader;
  private EventWriter<DeadLetter> deadLetters;
  private Sensor unreadable;

  /**
   * @param deadLettersSink that writes to {@code deadLettersTopic}
   */
  ReadEvents(
      EventType<T> type,
      String deadLettersSink,
      String deadLettersTopic,
      Supplier<? extends SchemaStore> schemas) {
    this.type = type;
    this.deadLettersSink = deadLettersSink;
    this.deadLettersTopic = deadLettersTopic;
    this.schemas = schemas;
  }

  @Override
  public void init(ProcessorContext<Object, Object> context) {
    this.context = context;
    reader = EventReader.open(type, schemas.get());
    deadLetters = EventWriter.open(EventTypes.DEAD_LETTER, deadLettersTopic, schemas.get());
    unreadable = TimelineMetrics.UNREADABLE.sensor(context);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    try {
      accept(reader.read(record.value()), record, context);
    } catch (UnreadableEventException e) {
      unreadable.record();
      bury(record, e);
    }
  }

  /** Forwards what {@code event}, which {@code record} holds, means to others. */
  abstract void accept(
      T event, Record<byte[], byte[]> record, ProcessorContext<Object, Object> context);

  private void bury(Record<byte[], byte[]> record, UnreadableEventException problem) {
    Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    ProducerRecord<byte[], byte[]> letter =
        deadLetters.record(DeadLetters.of(context.recordMetadata(), record, problem, now));
    context.forward(
        new Record<>(letter.key(), letter.value(), record.timestamp(), letter.headers()),
        deadLettersSink);
  }

  @Override
  public void close() {
    reader.close();
    deadLetters.close();
  }
}
