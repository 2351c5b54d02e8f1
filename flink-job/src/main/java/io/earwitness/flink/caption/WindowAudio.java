package io.earwitness.flink.caption;

import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.captioner.audio.ChunkDecoder;
import io.earwitness.captioner.audio.MalformedAudioException;
import io.earwitness.captioner.audio.Resampler;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.caption.CaptioningException;
import io.earwitness.captioner.caption.CaptioningException.Reason;
import io.earwitness.captioner.window.Piece;
import io.earwitness.captioner.window.WindowPlan;
import io.earwitness.captioner.window.WindowRenderer;
import io.earwitness.flink.window.KeptChunk;
import io.earwitness.flink.window.WindowRequest;
import io.earwitness.media.MediaChunkDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Makes samples of windows as they were received. Safe for use by several threads. */
final class WindowAudio {
  private final ChunkDecoder decoder = new MediaChunkDecoder();
  private final Resampler resampler = new Resampler();
  private final SampleRate rate;

  WindowAudio(SampleRate rate) {
    this.rate = rate;
  }

  SampleRate rate() {
    return rate;
  }

  /**
   * The window in one channel, silence where samples are missing.
   *
   * @return {@code float[n]} at {@link #rate}
   * @throws CaptioningException if a chunk does not decode
   */
  float[] samples(WindowRequest request) {
    WindowPlan plan = request.plan();
    Map<Long, KeptChunk> chunks = new HashMap<>();
    for (int i = 0; i < plan.pieces().size(); i++) {
      Piece piece = plan.pieces().get(i);
      chunks.put(piece.chunkFirstSample(), request.chunks().get(i));
    }
    float[] samples = WindowRenderer.render(plan, first -> decode(plan, chunks.get(first)));
    return resampler.resample(samples, plan.format().rate(), rate);
  }

  /**
   * Where the window lies in its session, counted at {@link #rate}; empty where that is between two
   * samples.
   */
  Optional<AudioWindow.Place> place(WindowPlan plan) {
    long scaled = Math.multiplyExact(plan.firstSample(), rate.hertz());
    int hertz = plan.format().rate().hertz();
    return scaled % hertz == 0
        ? Optional.of(new AudioWindow.Place(plan.sessionId(), scaled / hertz))
        : Optional.empty();
  }

  private float[] decode(WindowPlan plan, KeptChunk chunk) {
    try {
      return decoder.decodeMono(
          plan.format(), chunk.encoding(), chunk.payload(), chunk.sampleCount());
    } catch (MalformedAudioException e) {
      // Each chunk was decoded once when it was read, so this is not the chunk's fault alone.
      throw new CaptioningException(
          Reason.INVALID_WINDOW,
          "the chunk at offset %d does not decode: %s".formatted(chunk.offset(), e.getMessage()),
          e);
    }
  }
}
