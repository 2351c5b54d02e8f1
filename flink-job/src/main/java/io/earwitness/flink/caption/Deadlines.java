package io.earwitness.flink.caption;

import io.earwitness.captioner.caption.CaptioningException;
import io.earwitness.captioner.caption.CaptioningException.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Holds captioners to a deadline. */
final class Deadlines {
  private Deadlines() {}

  /**
   * The same result, or a {@link CaptioningException} once the deadline has passed; {@code work} is
   * then cancelled.
   */
  static <T> CompletableFuture<T> enforce(CompletableFuture<T> work, Duration deadline) {
    return work.copy()
        .orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(
            problem -> {
              if (problem instanceof TimeoutException) {
                work.cancel(true);
                return CompletableFuture.failedFuture(
                    new CaptioningException(
                        Reason.TIMED_OUT, "no caption within " + deadline.toMillis() + " ms"));
              }
              return CompletableFuture.failedFuture(problem);
            });
  }
}
