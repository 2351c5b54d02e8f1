package io.earwitness.onnx.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.earwitness.captioner.caption.CaptioningException;
import io.earwitness.onnx.bundle.GraphName;
import io.earwitness.onnx.runtime.ModelSessions;
import io.earwitness.onnx.runtime.RunDeadline;
import io.earwitness.onnx.runtime.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What codec and audio tower make of a batch; owns their outputs. */
final class AudioFeatures implements AutoCloseable {
  private final Tensors codec;
  private final Tensors clap;

  private AudioFeatures(Tensors codec, Tensors clap) {
    this.codec = codec;
    this.clap = clap;
  }

  /**
   * @param waveform {@code float[windows, samples]}, the windows' sound
   */
  static AudioFeatures of(
      ModelSessions sessions,
      WindowCodec windowCodec,
      List<PendingWindow> windows,
      OnnxTensor waveform,
      RunDeadline deadline)
      throws OrtException {
    Tensors codec = windowCodec.encode(sessions, windows, waveform, deadline);
    try {
      Map<String, OnnxTensor> input = Map.of("waveform", waveform);
      return new AudioFeatures(codec, sessions.get(GraphName.CLAP_AUDIO).run(input, deadline));
    } catch (OrtException | RuntimeException e) {
      codec.close();
      throw e;
    }
  }

  /** {@code codes int64[batch, frames, codebooks]}, still owned here. */
  OnnxTensor codes() {
    return codec.get("codes");
  }

  /** {@code embedding float[batch, embeddingDim]}, still owned here. */
  OnnxTensor embedding() {
    return clap.get("embedding");
  }

  /** {@code float[batch][embeddingDim]} */
  float[][] embeddings() {
    float[] flat = finite("embedding");
    int dim = (int) clap.shape("embedding")[1];
    return split(flat, dim);
  }

  /** {@code float[batch][labelFrames][labels]}, where the audio tower has a label head. */
  float[][][] labelScores() {
    long[] shape = clap.shape("label_scores");
    float[][] clips = split(finite("label_scores"), (int) (shape[1] * shape[2]));
    return Arrays.stream(clips).map(clip -> split(clip, (int) shape[2])).toArray(float[][][]::new);
  }

  /**
   * {@code float[batch][labels]}: each label's highest score; {@code float[batch][0]} without a
   * head.
   */
  float[][] highestScores() {
    if (!clap.has("label_scores")) {
      return new float[(int) clap.shape("embedding")[0]][0];
    }
    return Arrays.stream(labelScores()).map(AudioFeatures::highest).toArray(float[][]::new);
  }

  private static float[] highest(float[][] frames) {
    float[] highest = frames[0].clone();
    for (float[] frame : frames) {
      for (int label = 0; label < highest.length; label++) {
        highest[label] = Math.max(highest[label], frame[label]);
      }
    }
    return highest;
  }

  private float[] finite(String name) {
    float[] values = clap.floats(name);
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new CaptioningException(
            CaptioningException.Reason.INFERENCE_FAILED,
            "the audio tower's %s is not finite".formatted(name));
      }
    }
    return values;
  }

  private static float[][] split(float[] flat, int width) {
    float[][] rows = new float[flat.length / width][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
    }
    return rows;
  }

  @Override
  public void close() {
    codec.close();
    clap.close();
  }
}
