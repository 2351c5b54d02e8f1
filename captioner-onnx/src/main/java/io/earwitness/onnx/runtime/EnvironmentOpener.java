package io.earwitness.onnx.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.util.concurrent.CompletableFuture;

/**
 * Makes ONNX Runtime's environment on a thread with a deep stack.
 *
 * <p>As it starts, ONNX Runtime 1.29 reads the process' command line and recurses by its length.
 * With the class path of a whole program (10 KB and more) that overflows the 1 MiB that a Java
 * thread has by default, which kills the process without a word.
 */
final class EnvironmentOpener {
  private static final long STACK_BYTES = 256L << 20;

  private EnvironmentOpener() {}

  static OrtEnvironment open(OrtLoggingLevel level, String name) {
    CompletableFuture<OrtEnvironment> environment =
        CompletableFuture.supplyAsync(
            () -> OrtEnvironment.getEnvironment(level, name),
            task -> new Thread(null, task, "onnx-environment", STACK_BYTES).start());
    return environment.join();
  }
}
