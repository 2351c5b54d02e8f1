package io.earwitness.onnx.engine;

import ai.onnxruntime.OrtException;
import io.earwitness.captioner.caption.CaptioningException;
import io.earwitness.captioner.caption.CaptioningException.Reason;
import io.earwitness.onnx.runtime.ModelSessions;
import io.earwitness.onnx.runtime.RenewableSessions;
import io.earwitness.onnx.runtime.RunDeadline;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Runs graphs under a deadline, and turns whatever goes wrong into a {@link CaptioningException}.
 * Thread-safe.
 */
final class GuardedRuns {
  private final RenewableSessions sessions;
  private final ScheduledExecutorService alarms;
  private final Duration limit;

  GuardedRuns(RenewableSessions sessions, ScheduledExecutorService alarms, Duration limit) {
    this.sessions = sessions;
    this.alarms = alarms;
    this.limit = limit;
  }

  /** A chain of runs that one deadline covers. */
  @FunctionalInterface
  interface Run<T> {
    T on(ModelSessions sessions, RunDeadline deadline) throws OrtException;
  }

  /** One attempt. */
  <T> T run(Run<T> run) {
    try {
      return sessions.use(current -> underDeadline(current, run));
    } catch (OrtException | RuntimeException | Error e) {
      throw failed(e);
    }
  }

  /**
   * Has the sessions replaced before their next use, if a failure may be theirs: a run that hung or
   * that ONNX Runtime gave up. Results that are no numbers are the window's or the model's fault.
   */
  void distrustSessionsAfter(CaptioningException failure) {
    boolean runtimeFailed =
        failure.getCause() instanceof OrtException || failure.getCause() instanceof Error;
    if (failure.reason() == Reason.TIMED_OUT || runtimeFailed) {
      sessions.suspect();
    }
  }

  /** The clock starts when the sessions are there: opening large ones anew may take longer. */
  private <T> T underDeadline(ModelSessions current, Run<T> run) throws OrtException {
    try (RunDeadline deadline = RunDeadline.start(alarms, limit)) {
      try {
        return run.on(current, deadline);
      } catch (OrtException | RuntimeException | Error e) {
        throw deadline.expired() ? timedOut(e) : failed(e);
      }
    }
  }

  private CaptioningException timedOut(Throwable cause) {
    return new CaptioningException(Reason.TIMED_OUT, "no result within %s".formatted(limit), cause);
  }

  private static CaptioningException failed(Throwable cause) {
    return cause instanceof CaptioningException already
        ? already
        : new CaptioningException(
            Reason.INFERENCE_FAILED, "the model failed: " + cause.getMessage(), cause);
  }
}
