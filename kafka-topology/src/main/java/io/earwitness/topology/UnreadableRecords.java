package io.earwitness.topology;

import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.EventWriter;
import io.earwitness.wire.SchemaStore;
import io.earwitness.wire.UnreadableEventException;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Makes dead letters of the records that a processor can't read, in the same transaction as the
 * offsets that pass them. For one task.
 */
final class UnreadableRecords implements AutoCloseable {
  private final ProcessorContext<? super byte[], ? super byte[]> context;
  private final String sink;
  private final EventWriter<DeadLetter> letters;
  private final Sensor unreadable;

  /**
   * @param sink that writes dead letters
   */
  UnreadableRecords(
      ProcessorContext<? super byte[], ? super byte[]> context,
      String sink,
      String deadLettersTopic,
      SchemaStore schemas) {
    this.context = context;
    this.sink = sink;
    this.letters = EventWriter.open(EventTypes.DEAD_LETTER, deadLettersTopic, schemas);
    this.unreadable = TimelineMetrics.UNREADABLE.sensor(context);
  }

  void bury(Record<byte[], byte[]> record, UnreadableEventException problem) {
    unreadable.record();
    Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    ProducerRecord<byte[], byte[]> letter =
        letters.record(DeadLetters.of(context.recordMetadata(), record, problem, now));
    context.forward(
        new Record<>(letter.key(), letter.value(), record.timestamp(), letter.headers()), sink);
  }

  @Override
  public void close() {
    letters.close();
  }
}
