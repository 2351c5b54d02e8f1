package io.earwitness.topology;

import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.event.SessionEnd;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.SchemaStore;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Finds the ends of sessions among feed events, most others of which were written by this
 * application itself.
 */
final class ReadSessionEnds extends ReadEvents<FeedEvent> {
  ReadSessionEnds(String deadLettersTopic, Supplier<? extends SchemaStore> schemas) {
    super(EventTypes.FEED_EVENT, SessionEndTopology.DEAD_LETTERS, deadLettersTopic, schemas);
  }

  @Override
  void accept(
      FeedEvent event, Record<byte[], byte[]> record, ProcessorContext<Object, Object> context) {
    SessionEnd.of(event)
        .ifPresent(
            end ->
                context.forward(
                    record.<Object>withKey(end.feedId()).<Object>withValue(new FeedNews.Ended(end)),
                    SessionEndTopology.CLOSE));
  }
}
