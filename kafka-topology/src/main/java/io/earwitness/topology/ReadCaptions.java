package io.earwitness.topology;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.wire.EventReader;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.SchemaStore;
import io.earwitness.wire.UnreadableEventException;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Reads captions. A record that is none becomes a dead letter. */
final class ReadCaptions implements Processor<byte[], byte[], Object, Object> {
  private final String deadLettersTopic;
  private final Supplier<? extends SchemaStore> schemas;

  private ProcessorContext<Object, Object> context;
  private EventReader<CaptionEvent> reader;
  private UnreadableRecords unreadable;

  ReadCaptions(String deadLettersTopic, Supplier<? extends SchemaStore> schemas) {
    this.deadLettersTopic = deadLettersTopic;
    this.schemas = schemas;
  }

  @Override
  public void init(ProcessorContext<Object, Object> context) {
    this.context = context;
    reader = EventReader.open(EventTypes.CAPTION, schemas.get());
    unreadable =
        new UnreadableRecords(
            context, TimelineTopology.DEAD_LETTERS, deadLettersTopic, schemas.get());
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
      unreadable.bury(record, e);
    }
  }

  @Override
  public void close() {
    reader.close();
    unreadable.close();
  }
}
