package io.earwitness.topology;

import io.earwitness.captioner.health.HealthTracker;
import io.earwitness.wire.SchemaStore;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

/**
 * Tells when feeds stop, stutter, clip or fall silent: {@link HealthTracker} decides, this brings
 * it each feed's captions and the passing of time, and keeps what it remembers.
 */
public final class FeedHealthTopology {
  static final String TRACK = "track-health";
  private static final String WRITE = "write-feed-events";

  private final String feedEventsTopic;
  private final HealthTracker tracker;
  private final Duration retention;
  private final Supplier<? extends SchemaStore> schemas;

  /**
   * @param retention how long a feed without captions is remembered
   * @param schemas opens the schemas, once per use; the user closes them
   */
  public FeedHealthTopology(
      String feedEventsTopic,
      HealthTracker tracker,
      Duration retention,
      Supplier<? extends SchemaStore> schemas) {
    this.feedEventsTopic = feedEventsTopic;
    this.tracker = tracker;
    this.retention = retention;
    this.schemas = schemas;
  }

  /**
   * Adds itself to the topology of the timeline; behind the ends of sessions and before the alerts,
   * which read what it keeps.
   */
  public Topology addTo(Topology timeline) {
    TrackHealthSupplier supplier =
        new TrackHealthSupplier(feedEventsTopic, tracker, retention, schemas);
    return timeline
        .addProcessor(TRACK, supplier, SessionEndTopology.CLOSE)
        .addSink(
            WRITE, feedEventsTopic, new ByteArraySerializer(), new ByteArraySerializer(), TRACK)
        .connectProcessorAndStateStores(SessionEndTopology.CLOSE, TrackHealthSupplier.STORE);
  }
}
