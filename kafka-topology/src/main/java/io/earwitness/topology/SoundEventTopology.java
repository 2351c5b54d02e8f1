package io.earwitness.topology;

import io.earwitness.captioner.sound.SoundTracker;
import io.earwitness.wire.SchemaStore;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

/**
 * Merges the labelled sounds in captions into sound events: {@link SoundTracker} decides, this
 * brings it each feed's captions and the passing of time, and keeps what it remembers.
 */
public final class SoundEventTopology {
  private static final String TRACK = "track-sounds";
  static final String WRITE = "write-sound-events";

  private final String soundEventsTopic;
  private final SoundTracker tracker;
  private final Duration retention;
  private final Supplier<? extends SchemaStore> schemas;

  /**
   * @param retention how long a feed without captions is remembered
   * @param schemas opens the schemas, once per use; the user closes them
   */
  public SoundEventTopology(
      String soundEventsTopic,
      SoundTracker tracker,
      Duration retention,
      Supplier<? extends SchemaStore> schemas) {
    this.soundEventsTopic = soundEventsTopic;
    this.tracker = tracker;
    this.retention = retention;
    this.schemas = schemas;
  }

  /** Adds itself to the topology of the timeline and of the ends of sessions. */
  public Topology addTo(Topology timeline) {
    TrackSoundsSupplier supplier =
        new TrackSoundsSupplier(soundEventsTopic, tracker, retention, schemas);
    return timeline
        .addProcessor(TRACK, supplier, SessionEndTopology.CLOSE)
        .addSink(
            WRITE, soundEventsTopic, new ByteArraySerializer(), new ByteArraySerializer(), TRACK);
  }
}
