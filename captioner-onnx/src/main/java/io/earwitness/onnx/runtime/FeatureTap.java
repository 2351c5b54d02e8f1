package io.earwitness.onnx.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.GraphName;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Opens sessions whose codes and audio embedding can be read, and replaced by given ones: what a
 * comparison with another implementation needs, stage by stage. For windows one by one.
 */
public final class FeatureTap implements SessionOpener {
  private final SessionOpener opener;
  private volatile Optional<Features> given = Optional.empty();
  private volatile long[] codes = {};
  private volatile float[] embedding = {};

  /**
   * What one window is to the captioner.
   *
   * @param codes {@code int64[frames · codebooks]}, frame by frame
   * @param frames of the codec
   * @param embedding {@code float[embeddingDim]}
   */
  public record Features(long[] codes, int frames, float[] embedding) {}

  public FeatureTap(SessionOpener opener) {
    this.opener = opener;
  }

  /** From now on windows are captioned from these features, whatever they sound like. */
  public void replaceBy(Features features) {
    given = Optional.of(features);
  }

  /** From now on windows are captioned from their own features again. */
  public void replaceNothing() {
    given = Optional.empty();
  }

  /** {@code int64[frames · codebooks]} of the last window. */
  public long[] codes() {
    return codes;
  }

  /** {@code float[embeddingDim]} of the last window. */
  public float[] embedding() {
    return embedding;
  }

  @Override
  public GraphSession open(Bundle bundle, GraphName graph, ExecutionProvider provider) {
    GraphSession session = opener.open(bundle, graph, provider);
    return switch (graph) {
      case CODEC -> new Tapped(session, "codes");
      case CLAP_AUDIO -> new Tapped(session, "embedding");
      default -> session;
    };
  }

  private final class Tapped implements GraphSession {
    private final GraphSession session;
    private final String output;

    Tapped(GraphSession session, String output) {
      this.session = session;
      this.output = output;
    }

    @Override
    public Tensors run(Map<String, OnnxTensor> inputs, RunDeadline deadline) throws OrtException {
      Optional<Features> instead = given;
      Tensors outputs = instead.isPresent() ? new Tensors() : session.run(inputs, deadline);
      try {
        if (output.equals("codes")) {
          instead.ifPresent(features -> outputs.put(output, codesOf(features)));
          codes = outputs.longs(output);
        } else {
          instead.ifPresent(features -> outputs.put(output, embeddingOf(features)));
          embedding = outputs.floats(output);
        }
        return outputs;
      } catch (RuntimeException e) {
        outputs.close();
        throw e;
      }
    }

    @Override
    public void close() {
      session.close();
    }
  }

  private static OnnxTensor codesOf(Features features) {
    long books = features.codes().length / features.frames();
    try {
      return Ort.longs(features.codes(), 1, features.frames(), books);
    } catch (OrtException e) {
      throw new IllegalStateException("codes can't be made a tensor", e);
    }
  }

  private static OnnxTensor embeddingOf(Features features) {
    float[] values = Arrays.copyOf(features.embedding(), features.embedding().length);
    try {
      return Ort.floats(FloatBuffer.wrap(values), 1, values.length);
    } catch (OrtException e) {
      throw new IllegalStateException("an embedding can't be made a tensor", e);
    }
  }
}
