package io.earwitness.onnx.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.GraphName;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Opens sessions that add up how long their runs take, graph by graph. Thread-safe. */
public final class TimedSessions implements SessionOpener {
  private final SessionOpener opener;
  private final Map<GraphName, LongAdder> nanos = new EnumMap<>(GraphName.class);
  private final Map<GraphName, LongAdder> runs = new EnumMap<>(GraphName.class);

  public TimedSessions(SessionOpener opener) {
    this.opener = opener;
    for (GraphName graph : GraphName.values()) {
      nanos.put(graph, new LongAdder());
      runs.put(graph, new LongAdder());
    }
  }

  @Override
  public GraphSession open(Bundle bundle, GraphName graph, ExecutionProvider provider) {
    return new Timed(opener.open(bundle, graph, provider), nanos.get(graph), runs.get(graph));
  }

  /** Time that runs of a graph have taken since the last {@link #reset}, one after another. */
  public Duration spent(GraphName graph) {
    return Duration.ofNanos(nanos.get(graph).sum());
  }

  /** Runs of a graph since the last {@link #reset}. */
  public long runs(GraphName graph) {
    return runs.get(graph).sum();
  }

  /** Begins to count anew. */
  public void reset() {
    nanos.values().forEach(LongAdder::reset);
    runs.values().forEach(LongAdder::reset);
  }

  private record Timed(GraphSession session, LongAdder nanos, LongAdder runs)
      implements GraphSession {

    @Override
    public Tensors run(Map<String, OnnxTensor> inputs, RunDeadline deadline) throws OrtException {
      long began = System.nanoTime();
      try {
        return session.run(inputs, deadline);
      } finally {
        nanos.add(System.nanoTime() - began);
        runs.increment();
      }
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
