package io.earwitness.topology;

import io.earwitness.captioner.alert.AlertTracker;
import io.earwitness.wire.SchemaStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.BytesDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/**
 * Holds captions against the alert rules and tells alerts: {@link AlertTracker} decides, this
 * brings it the captions, the rules and the passing of time, and keeps what it remembers. Every
 * instance holds all rules.
 */
public final class AlertTopology {
  private static final String READ_RULES = "read-alert-rules";
  private static final String KEEP_RULES = "keep-alert-rules";
  private static final String TRACK = "track-alerts";
  private static final String WRITE = "write-alerts";

  /** Rule id in UTF-8 → a rule in the wire format; global. */
  static final String RULES = "alert-rules";

  private final String rulesTopic;
  private final String alertsTopic;
  private final AlertTracker tracker;
  private final Duration retention;
  private final Supplier<? extends SchemaStore> schemas;

  /**
   * @param retention how long a feed without captions is remembered
   * @param schemas opens the schemas, once per use; the user closes them
   */
  public AlertTopology(
      String rulesTopic,
      String alertsTopic,
      AlertTracker tracker,
      Duration retention,
      Supplier<? extends SchemaStore> schemas) {
    this.rulesTopic = rulesTopic;
    this.alertsTopic = alertsTopic;
    this.tracker = tracker;
    this.retention = retention;
    this.schemas = schemas;
  }

  /** Adds itself to the topology of the timeline, which forwards each caption once. */
  public Topology addTo(Topology timeline) {
    AtomicLong changesOfRules = new AtomicLong();
    TrackAlertsSupplier supplier =
        new TrackAlertsSupplier(alertsTopic, tracker, retention, schemas, changesOfRules);
    return timeline
        .addGlobalStore(
            Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore(RULES), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled(),
            READ_RULES,
            new BytesDeserializer(),
            new ByteArrayDeserializer(),
            rulesTopic,
            KEEP_RULES,
            () -> new KeepRules(changesOfRules))
        .addProcessor(TRACK, supplier, TimelineTopology.KEEP)
        .addSink(WRITE, alertsTopic, new ByteArraySerializer(), new ByteArraySerializer(), TRACK);
  }
}
