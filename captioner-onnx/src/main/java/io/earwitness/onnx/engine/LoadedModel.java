package io.earwitness.onnx.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.Effort;
import io.earwitness.captioner.caption.HeardSound;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.BundleManifest;
import io.earwitness.onnx.bundle.GraphName;
import io.earwitness.onnx.runtime.ModelSessions;
import io.earwitness.onnx.runtime.RunDeadline;
import io.earwitness.onnx.text.BundleTokenizer;
import io.earwitness.onnx.text.TextTower;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A bundle made ready: the way of a batch from waveforms to captionings. Thread-safe until closed,
 * if its codec is.
 */
final class LoadedModel implements AutoCloseable {
  private final BundleManifest manifest;
  private final BundleTokenizer tokenizer;
  private final Optional<TextTower> textTower;
  private final WindowCodec codec;
  private final SoundLabels labels;
  private final Map<Effort, CaptionSearch> searches;

  private LoadedModel(
      BundleManifest manifest,
      BundleTokenizer tokenizer,
      Optional<TextTower> textTower,
      WindowCodec codec,
      SoundLabels labels,
      Map<Effort, CaptionSearch> searches) {
    this.manifest = manifest;
    this.tokenizer = tokenizer;
    this.textTower = textTower;
    this.codec = codec;
    this.labels = labels;
    this.searches = searches;
  }

  /** Loads the tokenizers, and embeds the labels' prompts where no head scores them. */
  static LoadedModel load(
      Bundle bundle,
      Map<Effort, CaptionDecoder> decoders,
      WindowCodec codec,
      ModelSessions sessions,
      RunDeadline deadline)
      throws OrtException {
    BundleManifest manifest = bundle.manifest();
    BundleTokenizer tokenizer = BundleTokenizer.load(bundle, manifest.tokenizer());
    Optional<TextTower> textTower = Optional.empty();
    try {
      textTower = manifest.textTokenizer().map(entry -> new TextTower(bundle));
      return new LoadedModel(
          manifest,
          tokenizer,
          textTower,
          codec,
          labels(manifest.labels(), textTower, sessions, deadline),
          searches(manifest, decoders, tokenizer, textTower));
    } catch (OrtException | RuntimeException e) {
      tokenizer.close();
      textTower.ifPresent(TextTower::close);
      throw e;
    }
  }

  private static Map<Effort, CaptionSearch> searches(
      BundleManifest manifest,
      Map<Effort, CaptionDecoder> decoders,
      BundleTokenizer tokenizer,
      Optional<TextTower> textTower) {
    Map<Effort, CaptionSearch> searches = new EnumMap<>(Effort.class);
    decoders.forEach(
        (effort, decoder) ->
            searches.put(
                effort,
                new CaptionSearch(
                    decoder, tokenizer, textTower, new CaptionChoice(manifest, decoder.beams()))));
    return searches;
  }

  private static SoundLabels labels(
      BundleManifest.Labels labels,
      Optional<TextTower> textTower,
      ModelSessions sessions,
      RunDeadline deadline)
      throws OrtException {
    if (labels.head()) {
      return new HeadLabels(labels);
    }
    if (labels.items().isEmpty()) {
      return (features, embeddings, lengths) ->
          lengths.stream().map(l -> List.<HeardSound>of()).toList();
    }
    List<String> prompts = labels.items().stream().map(BundleManifest.Label::prompt).toList();
    float[][] embedded =
        textTower.orElseThrow().embed(sessions.get(GraphName.CLAP_TEXT), prompts, deadline);
    return new ZeroShotLabels(labels.zeroShot().orElseThrow(), labels.items(), embedded);
  }

  boolean hasTextTower() {
    return textTower.isPresent();
  }

  /**
   * @return {@code float[texts][embeddingDim]}, L2-normalised
   */
  float[][] embed(ModelSessions sessions, List<String> texts, RunDeadline deadline)
      throws OrtException {
    return textTower.orElseThrow().embed(sessions.get(GraphName.CLAP_TEXT), texts, deadline);
  }

  /**
   * Captions windows that {@linkplain PendingWindow#sharesRunWith share a run}.
   *
   * @return one captioning for each window
   */
  List<Captioning> caption(
      ModelSessions sessions,
      List<PendingWindow> windows,
      WaveformBuffer buffer,
      RunDeadline deadline)
      throws OrtException {
    Instant began = Instant.now();
    try (OnnxTensor waveform = buffer.pack(windows, windows.get(0).runSamples());
        AudioFeatures features = AudioFeatures.of(sessions, codec, windows, waveform, deadline)) {
      float[][] embeddings = features.embeddings();
      List<List<HeardSound>> sounds = labels.find(features, embeddings, lengths(windows));
      List<List<CaptionChoice.Ranked>> ranked =
          searches
              .get(windows.get(0).effort())
              .run(sessions, features, embeddings, sounds, deadline);
      Instant ended = Instant.now();
      return IntStream.range(0, windows.size())
          .mapToObj(
              clip ->
                  new Captioning(
                      ranked.get(clip).stream().map(r -> r.contender().hypothesis()).toList(),
                      ranked.get(clip).get(0).confidence(),
                      ranked.get(clip).get(0).contender().agreement(),
                      sounds.get(clip),
                      embeddings[clip],
                      began,
                      ended,
                      windows.size()))
          .toList();
    }
  }

  private List<Duration> lengths(List<PendingWindow> windows) {
    return windows.stream()
        .map(window -> manifest.audio().sampleRate().durationOf(window.window().samples().length))
        .toList();
  }

  @Override
  public void close() {
    tokenizer.close();
    textTower.ifPresent(TextTower::close);
  }
}
