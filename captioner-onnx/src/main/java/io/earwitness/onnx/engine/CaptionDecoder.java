package io.earwitness.onnx.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.earwitness.captioner.beam.BeamSearch;
import io.earwitness.captioner.beam.Contenders;
import io.earwitness.captioner.beam.SpecialTokens;
import io.earwitness.captioner.beam.TokenSequence;
import io.earwitness.captioner.caption.DecodeSettings;
import io.earwitness.captioner.caption.Effort;
import io.earwitness.onnx.bundle.BundleException;
import io.earwitness.onnx.bundle.BundleManifest;
import io.earwitness.onnx.bundle.CacheNames;
import io.earwitness.onnx.bundle.GraphName;
import io.earwitness.onnx.runtime.ModelSessions;
import io.earwitness.onnx.runtime.Ort;
import io.earwitness.onnx.runtime.RunDeadline;
import io.earwitness.onnx.runtime.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Encoder once, then the decoder step by step under a beam search for each clip. Thread-safe. */
final class CaptionDecoder {
  private final BundleManifest.Model model;
  private final DecodeSettings settings;
  private final SpecialTokens tokens;
  private final Contenders contenders;
  private final List<String> cross;
  private final List<String> past;
  private final List<String> present;

  /**
   * @throws BundleException if the decoder lists too few candidates for so many beams: a search
   *     looks at two for each
   */
  CaptionDecoder(BundleManifest manifest, DecodeSettings settings) {
    BundleManifest.Generation generation = manifest.generation();
    this.model = manifest.model();
    int candidates = 2 * settings.beams();
    if (candidates > model.topK()) {
      throw new BundleException(
          "%d beams need %d candidates a step, the decoder of bundle %s gives %d"
              .formatted(settings.beams(), candidates, manifest.name(), model.topK()));
    }
    this.settings = settings;
    this.contenders =
        new Contenders(generation.hypotheses().orElse(0), generation.leastEnd().orElse(0));
    this.tokens =
        new SpecialTokens(
            generation.decoderStart(),
            generation.bos(),
            generation.eos(),
            generation.pad(),
            generation.forcedBos(),
            generation.forcedEos());
    this.cross = CacheNames.of("cross", model.decoderLayers());
    this.past = CacheNames.of("past", model.decoderLayers());
    this.present = CacheNames.of("present", model.decoderLayers());
  }

  /** Follows one hypothesis; where the bundle chooses by confidence, of all its ends. */
  static CaptionDecoder ofLeastEffort(BundleManifest manifest, DecodeSettings full) {
    return new CaptionDecoder(manifest, Effort.LEAST.of(full));
  }

  /** Hypotheses that a search follows at a time. */
  int beams() {
    return settings.beams();
  }

  /**
   * @return for each clip its hypotheses, best first
   */
  List<List<TokenSequence>> decode(
      ModelSessions sessions, AudioFeatures features, int clips, RunDeadline deadline)
      throws OrtException {
    Map<String, OnnxTensor> inputs =
        Map.of("codes", features.codes(), "embedding", features.embedding());
    try (Tensors crossCaches = sessions.get(GraphName.ENCODER).run(inputs, deadline)) {
      List<BeamSearch> searches =
          Stream.generate(() -> new BeamSearch(settings, tokens, contenders)).limit(clips).toList();
      search(
          sessions,
          crossCaches,
          new BatchedBeams(searches, settings.beams(), model.topK()),
          deadline);
      return searches.stream().map(BeamSearch::finished).toList();
    }
  }

  private void search(
      ModelSessions sessions, Tensors crossCaches, BatchedBeams beams, RunDeadline deadline)
      throws OrtException {
    Tensors caches = emptyCaches(beams.rows());
    try {
      while (!beams.done()) {
        Tensors outputs = step(sessions, crossCaches, caches, beams, deadline);
        // The caches stay native: this step's present is the next one's past.
        caches.close();
        caches = outputs;
        beams.advance(outputs.floats("log_probs"), outputs.longs("token_ids"));
      }
    } finally {
      caches.close();
    }
  }

  private Tensors step(
      ModelSessions sessions,
      Tensors crossCaches,
      Tensors caches,
      BatchedBeams beams,
      RunDeadline deadline)
      throws OrtException {
    try (OnnxTensor nextTokens = Ort.longs(beams.nextTokens(), beams.rows());
        OnnxTensor beamOrigin = Ort.longs(beams.origins(), beams.rows())) {
      Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
      inputs.put("tokens", nextTokens);
      inputs.put("beam_origin", beamOrigin);
      cross.forEach(name -> inputs.put(name, crossCaches.get(name)));
      for (int i = 0; i < past.size(); i++) {
        inputs.put(past.get(i), caches.get(present.get(i)));
      }
      return sessions.get(GraphName.DECODER).run(inputs, deadline);
    }
  }

  /** {@code [rows, heads, 0, headDim]} of the bundle's type for each layer's keys and values. */
  private Tensors emptyCaches(int rows) throws OrtException {
    Tensors caches = new Tensors();
    try {
      for (String name : present) {
        caches.put(name, Ort.empty(model.cacheType(), rows, model.heads(), 0, model.headDim()));
      }
      return caches;
    } catch (OrtException | RuntimeException e) {
      caches.close();
      throw e;
    }
  }
}
