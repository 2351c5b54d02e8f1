package io.earwitness.flink.caption;

import io.earwitness.captioner.caption.CaptioningException.Reason;
import io.earwitness.onnx.engine.EngineListener;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;

/** What the engine tells, which is the same for all subtasks of a task manager that share it. */
final class EngineMetrics implements EngineListener {
  private final AtomicInteger queuedWindows = new AtomicInteger();
  private final AtomicLong queuedBytes = new AtomicLong();
  private final Counter failedAttempts;
  private final Counter renewedSessions;
  private final Counter encodedWhole;
  private final Counter encodedContinued;

  EngineMetrics(MetricGroup group) {
    MetricGroup engine = group.addGroup("engine");
    failedAttempts = engine.counter("failedAttempts", new ThreadSafeSimpleCounter());
    renewedSessions = engine.counter("renewedSessions", new ThreadSafeSimpleCounter());
    encodedWhole = engine.counter("encodedWhole", new ThreadSafeSimpleCounter());
    encodedContinued = engine.counter("encodedContinued", new ThreadSafeSimpleCounter());
    Gauge<Integer> windows = queuedWindows::get;
    engine.gauge("queuedWindows", windows);
    Gauge<Long> bytes = queuedBytes::get;
    engine.gauge("queuedBytes", bytes);
  }

  @Override
  public void queueChanged(int windows, long bytes) {
    queuedWindows.set(windows);
    queuedBytes.set(bytes);
  }

  @Override
  public void windowsEncoded(int whole, int continued) {
    encodedWhole.inc(whole);
    encodedContinued.inc(continued);
  }

  @Override
  public void attemptFailed(Reason reason, int windows) {
    failedAttempts.inc();
  }

  @Override
  public void sessionsRenewed() {
    renewedSessions.inc();
  }
}
