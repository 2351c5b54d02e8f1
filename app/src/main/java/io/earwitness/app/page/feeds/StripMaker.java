package io.earwitness.app.page.feeds;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.audio.ChunkDecoder;
import io.earwitness.captioner.audio.Level;
import io.earwitness.captioner.audio.MalformedAudioException;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.spectrum.Spectrogram;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Measures and draws chunks. For one thread. */
public final class StripMaker {
  /** Of the spectrogram, per second. */
  public static final int COLUMNS_PER_SECOND = 10;

  private static final int MOST_COLUMNS = 200;

  private final ChunkDecoder decoder;
  private final boolean pictures;
  private final Map<SampleRate, Spectrogram> spectrograms = new HashMap<>();

  /**
   * @param pictures whether sound may be looked at
   */
  public StripMaker(ChunkDecoder decoder, boolean pictures) {
    this.decoder = decoder;
    this.pictures = pictures;
  }

  /** Nothing for a chunk that can't be read: the job tells of it. */
  Optional<Strip> of(AudioChunk chunk) {
    SampleRate rate = chunk.format().rate();
    try {
      float[] samples =
          decoder.decodeMono(
              chunk.format(), chunk.encoding(), chunk.payload(), chunk.sampleCount());
      double seconds = (double) chunk.sampleCount() / rate.hertz();
      int columns =
          (int) Math.max(1, Math.min(MOST_COLUMNS, Math.round(seconds * COLUMNS_PER_SECOND)));
      return Optional.of(
          new Strip(
              chunk.feedId(),
              chunk.eventTime(),
              chunk.eventTime().plus(rate.durationOf(chunk.sampleCount())),
              Level.of(samples),
              pictures
                  ? spectrograms.computeIfAbsent(rate, Spectrogram::new).draw(samples, columns)
                  : new byte[0]));
    } catch (MalformedAudioException e) {
      return Optional.empty();
    }
  }
}
