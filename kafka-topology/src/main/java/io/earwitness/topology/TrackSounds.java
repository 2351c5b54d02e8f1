package io.earwitness.topology;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.SessionEnd;
import io.earwitness.captioner.sound.FeedSounds;
import io.earwitness.captioner.sound.SoundEvent;
import io.earwitness.captioner.sound.SoundTracker;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.EventWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Tells the sound events of the feeds of one task. Time is the machine's, never stream time: the
 * clocks of feeds may be minutes apart.
 */
final class TrackSounds implements Processor<String, FeedNews, byte[], byte[]> {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration BETWEEN_ROUNDS = Duration.ofMinutes(10);

  private final TrackSoundsSupplier parts;

  private ProcessorContext<byte[], byte[]> context;
  private FeedStates<FeedSounds> states;
  private EventWriter<SoundEvent> writer;
  private Instant startedAt;

  TrackSounds(TrackSoundsSupplier parts) {
    this.parts = parts;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    states =
        new FeedStates<>(
            context.getStateStore(TrackSoundsSupplier.STORE),
            FeedSounds.NONE,
            state -> !state.sounds().isEmpty());
    writer =
        EventWriter.open(EventTypes.SOUND_EVENT, parts.soundEventsTopic(), parts.schemas().get());
    startedAt = Instant.ofEpochMilli(context.currentSystemTimeMs());
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, now -> tick(Instant.ofEpochMilli(now)));
    context.schedule(
        BETWEEN_ROUNDS,
        PunctuationType.WALL_CLOCK_TIME,
        now -> forgetFeedsBefore(Instant.ofEpochMilli(now).minus(parts.retention())));
  }

  @Override
  public void process(Record<String, FeedNews> record) {
    record.value().tell(this::accept, this::end);
  }

  private void accept(CaptionEvent caption) {
    FeedSounds before = states.get(caption.feedId());
    Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    SoundTracker.Step step = parts.tracker().accept(before, caption, now);
    states.replace(caption.feedId(), before, step.state());
    tell(step.changes(), now);
  }

  private void end(SessionEnd end) {
    FeedSounds before = states.get(end.feedId());
    Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    states.replace(end.feedId(), before, parts.tracker().end(before, end, now));
  }

  private void tick(Instant now) {
    for (String feedId : states.activeFeeds()) {
      FeedSounds before = states.get(feedId);
      // While this instance was away or restoring, no caption could come.
      FeedSounds patient =
          before.acceptedAt().isBefore(startedAt) ? before.resumedAt(startedAt) : before;
      SoundTracker.Step step = parts.tracker().tick(patient, now);
      if (!step.state().equals(patient)) {
        states.replace(feedId, before, step.state());
        tell(step.changes(), now);
      }
    }
  }

  private void tell(List<SoundEvent> changes, Instant now) {
    for (SoundEvent event : changes) {
      ProducerRecord<byte[], byte[]> told = writer.record(event);
      context.forward(new Record<>(told.key(), told.value(), now.toEpochMilli(), told.headers()));
    }
  }

  private void forgetFeedsBefore(Instant instant) {
    states.forgetInactive(state -> state.acceptedAt().isBefore(instant));
  }

  @Override
  public void close() {
    writer.close();
  }
}
