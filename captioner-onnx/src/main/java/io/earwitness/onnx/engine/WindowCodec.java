package io.earwitness.onnx.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.earwitness.onnx.runtime.ModelSessions;
import io.earwitness.onnx.runtime.RunDeadline;
import io.earwitness.onnx.runtime.Tensors;
import java.util.List;

/** How a batch's windows become codes. */
interface WindowCodec {

  /**
   * @param windows of one length
   * @param waveform {@code float[windows, samples]}, the same sound
   * @return with {@code codes int64[windows, frames, codebooks]}; the caller closes it
   */
  Tensors encode(
      ModelSessions sessions,
      List<PendingWindow> windows,
      OnnxTensor waveform,
      RunDeadline deadline)
      throws OrtException;
}
