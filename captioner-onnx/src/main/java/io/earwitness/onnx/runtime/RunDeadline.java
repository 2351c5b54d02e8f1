package io.earwitness.onnx.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The time that a chain of runs may take: when it is over, the run under way is told to stop and
 * every later one stops at once. ONNX Runtime looks between operators.
 */
public final class RunDeadline implements AutoCloseable {
  private final OrtSession.RunOptions options;
  private final Future<?> alarm;
  private boolean expired;
  private boolean closed;

  private RunDeadline(ScheduledExecutorService alarms, Duration limit) throws OrtException {
    options = new OrtSession.RunOptions();
    alarm = alarms.schedule(this::expire, limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Starts the clock. */
  public static RunDeadline start(ScheduledExecutorService alarms, Duration limit)
      throws OrtException {
    return new RunDeadline(alarms, limit);
  }

  OrtSession.RunOptions options() {
    return options;
  }

  /** Whether the time ran out before {@link #close()}. */
  public synchronized boolean expired() {
    return expired;
  }

  /** Waits until the time is over. */
  public synchronized void awaitExpiry() throws InterruptedException {
    while (!expired) {
      wait();
    }
  }

  private synchronized void expire() {
    if (closed) {
      return;
    }
    expired = true;
    notifyAll();
    try {
      options.setTerminate(true);
    } catch (OrtException e) {
      throw new IllegalStateException("a run over its deadline can't be told to stop", e);
    }
  }

  /** To be called when no run uses it any more. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      alarm.cancel(false);
      options.close();
    }
  }
}
