package io.earwitness.flink.read;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.audio.ChunkDecoder;
import io.earwitness.captioner.audio.MalformedAudioException;
import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.captioner.event.DeadLetter.Reason;
import io.earwitness.captioner.event.DeadLetter.Stage;
import io.earwitness.captioner.window.ChunkValidator;
import io.earwitness.captioner.window.Refusal;
import io.earwitness.flink.DeadLetterCounter;
import io.earwitness.flink.DeadLetters;
import io.earwitness.flink.Outputs;
import io.earwitness.media.MediaChunkDecoder;
import io.earwitness.wire.EventReader;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.UnreadableEventException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Reads chunks and lets through those that windows can be made of: each has been looked at down to
 * its last sample. Every other record becomes a dead letter, and the feed goes on. While the
 * registry is away, it waits.
 */
public final class ReadChunks extends ProcessFunction<SourceRecord, IncomingChunk> {
  private static final long serialVersionUID = 1L;

  private final RegistryConnection registry;
  private final int mostPayloadBytes;
  private final int deadLetterBytes;
  private final ReadRange range;

  private transient EventReader<AudioChunk> reader;
  private transient ChunkValidator validator;
  private transient ChunkDecoder decoder;
  private transient DeadLetters unreadable;
  private transient DeadLetters invalid;
  private transient DeadLetterCounter deadLetterCounter;

  /**
   * @param mostPayloadBytes chunks with more are refused
   * @param deadLetterBytes longest value that a dead letter holds in full
   * @param range that the job is asked for: what lies beside it is nobody's dead letter
   */
  public ReadChunks(
      RegistryConnection registry, int mostPayloadBytes, int deadLetterBytes, ReadRange range) {
    this.registry = registry;
    this.mostPayloadBytes = mostPayloadBytes;
    this.deadLetterBytes = deadLetterBytes;
    this.range = range;
  }

  @Override
  public void open(OpenContext context) {
    reader = EventReader.open(EventTypes.AUDIO_CHUNK, registry);
    validator = new ChunkValidator(mostPayloadBytes);
    decoder = new MediaChunkDecoder();
    unreadable = new DeadLetters(Stage.READ, deadLetterBytes, Clock.systemUTC());
    invalid = new DeadLetters(Stage.VALIDATE, deadLetterBytes, Clock.systemUTC());
    deadLetterCounter = new DeadLetterCounter(getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement(SourceRecord record, Context context, Collector<IncomingChunk> out) {
    AudioChunk chunk;
    try {
      chunk = reader.read(record.value());
    } catch (UnreadableEventException e) {
      refuse(unreadable.of(record, keyAsFeed(record), e.reason(), e.getMessage()), record, context);
      return;
    }
    Optional<Refusal> refusal = check(chunk, record);
    if (refusal.isPresent()) {
      Refusal why = refusal.get();
      refuse(invalid.of(record, chunk.feedId(), why.reason(), why.sentence()), record, context);
    } else {
      out.collect(IncomingChunk.of(chunk, record));
    }
  }

  private Optional<Refusal> check(AudioChunk chunk, SourceRecord record) {
    return validator.check(chunk).or(() -> checkKey(chunk, record)).or(() -> checkSamples(chunk));
  }

  /** Without its feed's key, a chunk could lie on another partition and lose its place in order. */
  private static Optional<Refusal> checkKey(AudioChunk chunk, SourceRecord record) {
    byte[] wanted = chunk.feedId().getBytes(StandardCharsets.UTF_8);
    return Arrays.equals(wanted, record.key())
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                Reason.INVALID_FIELD,
                "the record's key is not its chunk's feed, '%s'".formatted(chunk.feedId())));
  }

  private Optional<Refusal> checkSamples(AudioChunk chunk) {
    if (chunk.sampleCount() == 0) {
      return Optional.empty();
    }
    try {
      decoder.decodeMono(chunk.format(), chunk.encoding(), chunk.payload(), chunk.sampleCount());
      return Optional.empty();
    } catch (MalformedAudioException e) {
      return Optional.of(new Refusal(Reason.valueOf(e.reason().name()), e.getMessage()));
    }
  }

  private void refuse(DeadLetter letter, SourceRecord record, Context context) {
    if (!range.holds(record.appendedAtMillis())) {
      return;
    }
    deadLetterCounter.count(letter.reason());
    context.output(Outputs.DEAD_LETTERS, letter);
  }

  /** All that is known of the feed of a record that can't be read. */
  private static String keyAsFeed(SourceRecord record) {
    return record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
    }
  }
}
