package io.earwitness.onnx.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.earwitness.onnx.runtime.Ort;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Lays the windows of a batch side by side in native memory, which is used again for the next
 * batch. Not thread-safe; a tensor must be closed before the next is packed.
 */
final class WaveformBuffer {
  private FloatBuffer buffer = FloatBuffer.allocate(0);

  /**
   * @return {@code waveform float[windows, runSamples]}, zeros after the end of each window
   */
  OnnxTensor pack(List<PendingWindow> windows, int runSamples) throws OrtException {
    int total = reserve(windows.size(), runSamples);
    for (int i = 0; i < windows.size(); i++) {
      float[] samples = windows.get(i).window().samples();
      buffer.put(i * runSamples, samples);
      int padding = runSamples - samples.length;
      buffer.put(i * runSamples + samples.length, new float[padding]);
    }
    return Ort.floats(buffer.slice(0, total), windows.size(), runSamples);
  }

  /**
   * @return {@code waveform float[windows, samples]}, the last of each window
   */
  OnnxTensor packEnds(List<PendingWindow> windows, int samples) throws OrtException {
    int total = reserve(windows.size(), samples);
    for (int i = 0; i < windows.size(); i++) {
      float[] all = windows.get(i).window().samples();
      buffer.put(i * samples, all, all.length - samples, samples);
    }
    return Ort.floats(buffer.slice(0, total), windows.size(), samples);
  }

  private int reserve(int windows, int samples) {
    int total = Math.multiplyExact(windows, samples);
    if (buffer.capacity() < total) {
      buffer =
          ByteBuffer.allocateDirect(Math.multiplyExact(total, Float.BYTES))
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
    }
    return total;
  }
}
