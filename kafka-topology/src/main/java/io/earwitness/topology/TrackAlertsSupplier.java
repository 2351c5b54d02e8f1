package io.earwitness.topology;

import io.earwitness.captioner.alert.AlertTracker;
import io.earwitness.captioner.alert.FeedAlerts;
import io.earwitness.captioner.rule.FeedLabels;
import io.earwitness.wire.SchemaStore;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** Brings {@link TrackAlerts} its store: on disk, backed by a compacted topic. */
record TrackAlertsSupplier(
    String alertsTopic,
    String feedEventsTopic,
    AlertTracker tracker,
    FeedLabels labels,
    Duration retention,
    Supplier<? extends SchemaStore> schemas,
    AtomicLong changesOfRules)
    implements ProcessorSupplier<String, FeedNews, byte[], byte[]> {

  /** Feed id → {@link FeedAlerts}. */
  static final String STORE = "feed-alerts";

  @Override
  public Processor<String, FeedNews, byte[], byte[]> get() {
    return new TrackAlerts(this);
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    return Set.of(FeedStates.store(STORE, FeedAlerts.class));
  }
}
