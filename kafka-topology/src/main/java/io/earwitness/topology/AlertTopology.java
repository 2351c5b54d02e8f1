package io.earwitness.topology;

import io.earwitness.captioner.alert.AlertTracker;
import io.earwitness.captioner.alert.GroupAlertTracker;
import io.earwitness.captioner.alert.GroupSighting;
import io.earwitness.captioner.rule.FeedLabels;
import io.earwitness.wire.SchemaStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.BytesDeserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
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
  static final String WRITE = "write-alerts";
  private static final String WRITE_OF_GROUPS = "write-group-alerts";

  static final String TRACK_GROUPS = "track-group-alerts";
  static final String WRITE_MISFITS = "write-rule-misfits";
  static final String WRITE_SIGHTINGS = "write-alert-sightings";
  private static final String READ_SIGHTINGS = "read-alert-sightings";

  /** What travels from the tasks of feeds to the tasks of their groups. */
  static final Serde<GroupSighting> SIGHTING = JsonState.serde(GroupSighting.class);

  /** Rule id in UTF-8 → a rule in the wire format; global. */
  static final String RULES = "alert-rules";

  private final String rulesTopic;
  private final String alertsTopic;
  private final String sightingsTopic;
  private final String feedEventsTopic;
  private final AlertTracker tracker;
  private final GroupAlertTracker groupTracker;
  private final FeedLabels labels;
  private final Duration retention;
  private final Supplier<? extends SchemaStore> schemas;

  /**
   * @param sightingsTopic on which what is found on feeds goes to where their groups are kept
   * @param feedEventsTopic on which it is told that a rule's text does not fit a feed's bundle
   * @param labels of the feeds, as rules ask for them
   * @param retention how long a feed without captions is remembered
   * @param schemas opens the schemas, once per use; the user closes them
   */
  public AlertTopology(
      String rulesTopic,
      String alertsTopic,
      String sightingsTopic,
      String feedEventsTopic,
      AlertTracker tracker,
      GroupAlertTracker groupTracker,
      FeedLabels labels,
      Duration retention,
      Supplier<? extends SchemaStore> schemas) {
    this.rulesTopic = rulesTopic;
    this.alertsTopic = alertsTopic;
    this.sightingsTopic = sightingsTopic;
    this.feedEventsTopic = feedEventsTopic;
    this.tracker = tracker;
    this.groupTracker = groupTracker;
    this.labels = labels;
    this.retention = retention;
    this.schemas = schemas;
  }

  /**
   * Adds itself to the topology of the timeline, of the ends of sessions and of the feeds' health.
   */
  public Topology addTo(Topology timeline) {
    AtomicLong changesOfRules = new AtomicLong();
    TrackAlertsSupplier supplier =
        new TrackAlertsSupplier(
            alertsTopic, feedEventsTopic, tracker, labels, retention, schemas, changesOfRules);
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
        .addProcessor(TRACK, supplier, SessionEndTopology.CLOSE)
        .connectProcessorAndStateStores(TRACK, TrackHealthSupplier.STORE)
        .addSink(
            WRITE_SIGHTINGS,
            sightingsTopic,
            new ByteArraySerializer(),
            new ByteArraySerializer(),
            TRACK)
        .addSource(
            READ_SIGHTINGS, new StringDeserializer(), new ByteArrayDeserializer(), sightingsTopic)
        .addProcessor(
            TRACK_GROUPS,
            new TrackGroupAlertsSupplier(alertsTopic, groupTracker, schemas, changesOfRules),
            READ_SIGHTINGS)
        .addSink(
            WRITE_MISFITS,
            feedEventsTopic,
            new ByteArraySerializer(),
            new ByteArraySerializer(),
            TRACK)
        .addSink(WRITE, alertsTopic, new ByteArraySerializer(), new ByteArraySerializer(), TRACK)
        .addSink(
            WRITE_OF_GROUPS,
            alertsTopic,
            new ByteArraySerializer(),
            new ByteArraySerializer(),
            TRACK_GROUPS);
  }
}
