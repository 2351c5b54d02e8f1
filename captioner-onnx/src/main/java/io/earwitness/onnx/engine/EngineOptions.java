package io.earwitness.onnx.engine;

import io.earwitness.captioner.caption.DecodeSettings;
import io.earwitness.onnx.runtime.RuntimeOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * How an engine works.
 *
 * @param maxBatch most windows in one run
 * @param maxWait longest time that a queued window waits for company while a worker is free
 * @param queueBytes most sample bytes that wait in the queue; a window larger than that waits alone
 * @param deadline longest time of one attempt at a batch
 * @param workers batches that run at the same time
 * @param streamingCodec whether windows that overlap are encoded once, each from where the one
 *     before ended, instead of each on its own; needs a bundle that can, and one worker
 * @param decode overrides the bundle's own decode settings
 */
public record EngineOptions(
    int maxBatch,
    Duration maxWait,
    long queueBytes,
    Duration deadline,
    int workers,
    RuntimeOptions runtime,
    boolean streamingCodec,
    Optional<DecodeSettings> decode) {

  public EngineOptions {
    require(maxBatch >= 1, "maxBatch = %d is below 1", maxBatch);
    require(!maxWait.isNegative(), "maxWait = %s is negative", maxWait);
    require(queueBytes >= 1, "queueBytes = %d is below 1", queueBytes);
    require(deadline.compareTo(Duration.ZERO) > 0, "deadline = %s is not above 0", deadline);
    require(workers >= 1, "workers = %d is below 1", workers);
    require(!streamingCodec || workers == 1, "workers = %d would encode out of order", workers);
  }

  /** Batches of up to 8, one at a time; CUDA where it works, else all of the CPU. */
  public static EngineOptions defaults() {
    return new EngineOptions(
        8,
        Duration.ofMillis(20),
        64L << 20,
        Duration.ofSeconds(60),
        1,
        RuntimeOptions.auto(),
        /* streamingCodec= */ false,
        Optional.empty());
  }

  public EngineOptions withBatch(int most, Duration wait) {
    return new EngineOptions(
        most, wait, queueBytes, deadline, workers, runtime, streamingCodec, decode);
  }

  public EngineOptions withQueueBytes(long bytes) {
    return new EngineOptions(
        maxBatch, maxWait, bytes, deadline, workers, runtime, streamingCodec, decode);
  }

  public EngineOptions withDeadline(Duration limit) {
    return new EngineOptions(
        maxBatch, maxWait, queueBytes, limit, workers, runtime, streamingCodec, decode);
  }

  public EngineOptions withWorkers(int count) {
    return new EngineOptions(
        maxBatch, maxWait, queueBytes, deadline, count, runtime, streamingCodec, decode);
  }

  public EngineOptions withRuntime(RuntimeOptions options) {
    return new EngineOptions(
        maxBatch, maxWait, queueBytes, deadline, workers, options, streamingCodec, decode);
  }

  public EngineOptions withStreamingCodec(boolean streaming) {
    return new EngineOptions(
        maxBatch, maxWait, queueBytes, deadline, workers, runtime, streaming, decode);
  }

  public EngineOptions withDecode(DecodeSettings settings) {
    return new EngineOptions(
        maxBatch,
        maxWait,
        queueBytes,
        deadline,
        workers,
        runtime,
        streamingCodec,
        Optional.of(settings));
  }

  private static void require(boolean holds, String message, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(message.formatted(value));
    }
  }
}
