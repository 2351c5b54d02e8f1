package io.earwitness.topology;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.SchemaStore;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Hands captions on to the timeline. */
final class ReadCaptions extends ReadEvents<CaptionEvent> {
  ReadCaptions(String deadLettersTopic, Supplier<? extends SchemaStore> schemas) {
    super(EventTypes.CAPTION, TimelineTopology.DEAD_LETTERS, deadLettersTopic, schemas);
  }

  @Override
  void accept(
      CaptionEvent caption,
      Record<byte[], byte[]> record,
      ProcessorContext<Object, Object> context) {
    context.forward(
        record
            .<Object>withKey(caption.feedId())
            .<Object>withValue(new ReadCaption(caption, record.value())),
        TimelineTopology.KEEP);
  }
}
