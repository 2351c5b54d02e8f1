package io.earwitness.topology;

import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.event.SessionEnd;
import io.earwitness.wire.EventReader;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.SchemaStore;
import io.earwitness.wire.UnreadableEventException;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Reads feed events for the ends of sessions; most others were written by this application itself.
 * A record that is no event becomes a dead letter.
 */
final class ReadSessionEnds implements Processor<byte[], byte[], Object, Object> {
  private final String deadLettersTopic;
  private final Supplier<? extends SchemaStore> schemas;

  private ProcessorContext<Object, Object> context;
  private EventReader<FeedEvent> reader;
  private UnreadableRecords unreadable;

  ReadSessionEnds(String deadLettersTopic, Supplier<? extends SchemaStore> schemas) {
    this.deadLettersTopic = deadLettersTopic;
    this.schemas = schemas;
  }

  @Override
  public void init(ProcessorContext<Object, Object> context) {
    this.context = context;
    reader = EventReader.open(EventTypes.FEED_EVENT, schemas.get());
    unreadable =
        new UnreadableRecords(
            context, SessionEndTopology.DEAD_LETTERS, deadLettersTopic, schemas.get());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    try {
      SessionEnd.of(reader.read(record.value()))
          .ifPresent(
              end ->
                  context.forward(
                      record
                          .<Object>withKey(end.feedId())
                          .<Object>withValue(new FeedNews.Ended(end)),
                      SessionEndTopology.CLOSE));
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
