package io.earwitness.topology;

import io.earwitness.captioner.sound.FeedSounds;
import io.earwitness.captioner.sound.SoundTracker;
import io.earwitness.wire.SchemaStore;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** Brings {@link TrackSounds} its store: on disk, backed by a compacted topic. */
record TrackSoundsSupplier(
    String soundEventsTopic,
    SoundTracker tracker,
    Duration retention,
    Supplier<? extends SchemaStore> schemas)
    implements ProcessorSupplier<String, FeedNews, byte[], byte[]> {

  /** Feed id → {@link FeedSounds}. */
  static final String STORE = "feed-sounds";

  @Override
  public Processor<String, FeedNews, byte[], byte[]> get() {
    return new TrackSounds(this);
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    return Set.of(FeedStates.store(STORE, FeedSounds.class));
  }
}
