package io.earwitness.onnx.bundle;

import static io.earwitness.onnx.bundle.TensorSpec.floats;
import static io.earwitness.onnx.bundle.TensorSpec.longs;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.TensorInfo;
import io.earwitness.onnx.bundle.TensorSpec.Dim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The inputs and outputs that {@code docs/bundle.md} prescribes for each graph.
 *
 * @param inputs exactly these
 * @param outputs these, and any others
 */
public record GraphContract(List<TensorSpec> inputs, List<TensorSpec> outputs) {

  /** The contract of one graph, with the dimensions that the manifest states. */
  public static GraphContract of(GraphName graph, BundleManifest manifest) {
    BundleManifest.Model model = manifest.model();
    Dim batch = Dim.any("batch");
    Dim embeddingDim = new Dim("embeddingDim", model.embeddingDim());
    TensorSpec waveform = floats("waveform", batch, Dim.any("samples"));
    TensorSpec embedding = floats("embedding", batch, embeddingDim);
    TensorSpec codes =
        longs("codes", batch, Dim.any("frames"), new Dim("codebooks", model.codebooks()));
    return switch (graph) {
      case CODEC -> new GraphContract(List.of(waveform), codecOutputs(codes, manifest));
      case CODEC_STREAM ->
          new GraphContract(
              List.of(waveform, state("state", manifest)), codecOutputs(codes, manifest));
      case CLAP_AUDIO -> new GraphContract(List.of(waveform), clapOutputs(embedding, manifest));
      case ENCODER ->
          new GraphContract(
              List.of(codes, embedding), caches("cross", batch, Dim.any("positions"), model));
      case DECODER -> decoder(model);
      case CLAP_TEXT ->
          new GraphContract(
              List.of(
                  longs("input_ids", batch, Dim.any("tokens")),
                  longs("attention_mask", batch, Dim.any("tokens"))),
              List.of(embedding));
    };
  }

  /** A codec that can go on tells its state. */
  private static List<TensorSpec> codecOutputs(TensorSpec codes, BundleManifest manifest) {
    return manifest.codecStream().isPresent()
        ? List.of(codes, state("next_state", manifest))
        : List.of(codes);
  }

  private static TensorSpec state(String name, BundleManifest manifest) {
    int size = manifest.codecStream().orElseThrow().stateSize();
    return floats(name, Dim.any("batch"), new Dim("stateSize", size));
  }

  private static List<TensorSpec> clapOutputs(TensorSpec embedding, BundleManifest manifest) {
    if (!manifest.labels().head()) {
      return List.of(embedding);
    }
    Dim labels = new Dim("labels", manifest.labels().items().size());
    return List.of(
        embedding, floats("label_scores", Dim.any("batch"), Dim.any("labelFrames"), labels));
  }

  private static GraphContract decoder(BundleManifest.Model model) {
    Dim rows = Dim.any("rows");
    List<TensorSpec> inputs = new ArrayList<>();
    inputs.add(longs("tokens", rows));
    inputs.add(longs("beam_origin", rows));
    inputs.addAll(caches("cross", Dim.any("batch"), Dim.any("positions"), model));
    inputs.addAll(caches("past", Dim.any("pastRows"), Dim.any("past"), model));
    List<TensorSpec> outputs = new ArrayList<>();
    Dim topK = new Dim("topK", model.topK());
    outputs.add(floats("log_probs", rows, topK));
    outputs.add(longs("token_ids", rows, topK));
    outputs.addAll(caches("present", rows, Dim.any("past + 1"), model));
    return new GraphContract(inputs, outputs);
  }

  private static List<TensorSpec> caches(
      String kind, Dim rows, Dim positions, BundleManifest.Model model) {
    Dim heads = new Dim("heads", model.heads());
    Dim headDim = new Dim("headDim", model.headDim());
    return CacheNames.of(kind, model.decoderLayers()).stream()
        .map(
            name ->
                new TensorSpec(
                    name, model.cacheType().tensorType(), List.of(rows, heads, positions, headDim)))
        .toList();
  }

  /**
   * Compares a graph's tensors with the contract.
   *
   * @param where the graph's file, for the message
   * @throws BundleException at the first difference
   */
  public void check(
      String where, Map<String, NodeInfo> foundInputs, Map<String, NodeInfo> foundOutputs) {
    inputs.forEach(spec -> check(where, "input", spec, foundInputs.get(spec.name())));
    outputs.forEach(spec -> check(where, "output", spec, foundOutputs.get(spec.name())));
    for (String name : foundInputs.keySet()) {
      if (inputs.stream().noneMatch(spec -> spec.name().equals(name))) {
        throw new BundleException(
            "%s wants an input %s, which nothing gives it".formatted(where, name));
      }
    }
  }

  private static void check(String where, String kind, TensorSpec spec, NodeInfo found) {
    if (found == null) {
      throw new BundleException(
          "%s has no %s %s, expected %s".formatted(where, kind, spec.name(), spec.describe()));
    }
    if (!(found.getInfo() instanceof TensorInfo tensor)) {
      throw new BundleException(
          "%s: %s %s is no tensor, expected %s"
              .formatted(where, kind, spec.name(), spec.describe()));
    }
    if (!spec.accepts(tensor)) {
      throw new BundleException(
          "%s: %s %s is %s, expected %s"
              .formatted(where, kind, spec.name(), TensorSpec.describe(tensor), spec.describe()));
    }
  }
}
