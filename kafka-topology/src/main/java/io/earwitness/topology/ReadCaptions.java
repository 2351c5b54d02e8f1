package io.earwitness.topology;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.wire.EventReader;
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
 * Reads captions. A record that is none becomes a dead letter, in the same transaction as the
 * offset that passes it.
 */
final class ReadCaptions implements Processor<byte[], byte[], Object, Object> {
  private final String deadLettersTopic;
  private final Supplier<? extends SchemaStore> schemas;

  private ProcessorContext<Object, Object> context;
  private EventReader<CaptionEvent> reader;
  private EventWriter<DeadLetter> deadLetters;
  private Sensor unreadable;

  ReadCaptions(String deadLettersTopic, Supplier<? extends SchemaStore> schemas) {
    this.deadLettersTopic = deadLettersTopic;
    this.schemas = schemas;
  }

  @Override
  public void init(ProcessorContext<Object, Object> context) {
    this.context = context;
    reader = EventReader.open(EventTypes.CAPTION, schemas.get());
    deadLetters = EventWriter.open(EventTypes.DEAD_LETTER, deadLettersTopic, schemas.get());
    unreadable = TimelineMetrics.UNREADABLE.sensor(context);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    try {
      CaptionEvent caption = reader.read(record.value());
      context.forward(
          record
              .<Object>withKey(caption.feedId())
              .<Object>withValue(new ReadCaption(caption, record.value())),
          TimelineTopology.KEEP);
    } catch (UnreadableEventException e) {
      unreadable.record();
      bury(record, e);
    }
  }

  private void bury(Record<byte[], byte[]> record, UnreadableEventException problem) {
    Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    ProducerRecord<byte[], byte[]> letter =
        deadLetters.record(DeadLetters.of(context.recordMetadata(), record, problem, now));
    context.forward(
        new Record<>(letter.key(), letter.value(), record.timestamp(), letter.headers()),
        TimelineTopology.DEAD_LETTERS);
  }

  @Override
  public void close() {
    reader.close();
    deadLetters.close();
  }
}
