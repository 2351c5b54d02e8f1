package io.earwitness.topology;

import io.earwitness.captioner.alert.GroupAlertTracker;
import io.earwitness.captioner.alert.GroupAlerts;
import io.earwitness.wire.SchemaStore;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** Brings {@link TrackGroupAlerts} its store: on disk, backed by a compacted topic. */
record TrackGroupAlertsSupplier(
    String alertsTopic,
    GroupAlertTracker tracker,
    Supplier<? extends SchemaStore> schemas,
    AtomicLong changesOfRules)
    implements ProcessorSupplier<String, byte[], byte[], byte[]> {

  /** Group → {@link GroupAlerts}. */
  static final String STORE = "group-alerts";

  @Override
  public Processor<String, byte[], byte[], byte[]> get() {
    return new TrackGroupAlerts(this);
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    return Set.of(FeedStates.store(STORE, GroupAlerts.class));
  }
}
