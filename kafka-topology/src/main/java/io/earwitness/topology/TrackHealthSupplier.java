package io.earwitness.topology;

import io.earwitness.captioner.health.FeedHealth;
import io.earwitness.captioner.health.HealthTracker;
import io.earwitness.wire.SchemaStore;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** Brings {@link TrackHealth} its store: on disk, backed by a compacted topic. */
record TrackHealthSupplier(
    String feedEventsTopic,
    HealthTracker tracker,
    Duration retention,
    Supplier<? extends SchemaStore> schemas)
    implements ProcessorSupplier<String, FeedNews, byte[], byte[]> {

  /** Feed id → {@link FeedHealth}. */
  static final String STORE = "feed-health";

  @Override
  public Processor<String, FeedNews, byte[], byte[]> get() {
    return new TrackHealth(this);
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    return Set.of(FeedStates.store(STORE, FeedHealth.class));
  }
}
