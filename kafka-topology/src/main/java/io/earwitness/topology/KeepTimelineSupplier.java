package io.earwitness.topology;

import io.earwitness.wire.SchemaStore;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** Brings {@link KeepTimeline} its stores. */
record KeepTimelineSupplier(Duration retention, Supplier<? extends SchemaStore> schemas)
    implements ProcessorSupplier<String, ReadCaption, String, FeedNews> {

  @Override
  public Processor<String, ReadCaption, String, FeedNews> get() {
    return new KeepTimeline(retention, schemas);
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    return Set.of(TimelineStores.timeline(), TimelineStores.keysById(), TimelineStores.feeds());
  }
}
