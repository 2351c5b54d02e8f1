package io.earwitness.benchmarks.codec;

import io.earwitness.benchmarks.model.ModelTrial;
import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.GraphName;
import io.earwitness.onnx.engine.EngineListener;
import io.earwitness.onnx.engine.EngineOptions;
import io.earwitness.onnx.engine.OnnxCaptioner;
import io.earwitness.onnx.runtime.OrtSessionOpener;
import io.earwitness.onnx.runtime.RuntimeOptions;
import io.earwitness.onnx.runtime.TimedSessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** An engine that encodes in one of the two ways, and what it took so far. For one thread. */
final class CodecTrial implements AutoCloseable {
  private final TimedSessions sessions;
  private final CodeTap codes;
  private final OnnxCaptioner captioner;
  private final List<Double> millis = new ArrayList<>();
  private final List<Double> codecMillis = new ArrayList<>();

  /**
   * @param maxLength of a caption in tokens, where it is not to be the bundle's own
   */
  CodecTrial(
      Bundle bundle, boolean streaming, int feeds, OptionalInt maxLength, RuntimeOptions runtime) {
    this.sessions = new TimedSessions(new OrtSessionOpener(runtime));
    this.codes = new CodeTap(sessions);
    EngineOptions options =
        ModelTrial.options(bundle, feeds, maxLength, runtime).withStreamingCodec(streaming);
    this.captioner = OnnxCaptioner.load(bundle, options, EngineListener.NONE, codes);
  }

  /**
   * @param codes {@code int64[windows · frames · codebooks]}
   */
  record Result(List<String> captions, long[] codes) {}

  /** Captions a batch of windows, one of each feed. */
  Result caption(List<AudioWindow> windows, boolean counts) {
    sessions.reset();
    long began = System.nanoTime();
    List<CompletableFuture<Captioning>> captions =
        windows.stream().map(captioner::caption).toList();
    captions.forEach(CompletableFuture::join);
    double took = (System.nanoTime() - began) / 1e6;
    if (counts) {
      millis.add(took / windows.size());
      Duration codec = sessions.spent(GraphName.CODEC).plus(sessions.spent(GraphName.CODEC_STREAM));
      codecMillis.add(codec.toNanos() / 1e6 / windows.size());
    }
    return new Result(
        captions.stream().map(caption -> caption.join().text()).toList(), codes.codes());
  }

  /** Milliseconds a window, from the call to the caption, of each batch that counts. */
  List<Double> millis() {
    return millis;
  }

  /** Milliseconds a window in the codec's graphs, likewise. */
  List<Double> codecMillis() {
    return codecMillis;
  }

  @Override
  public void close() {
    captioner.close();
  }
}
