package io.earwitness.onnx.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.GraphName;
import io.earwitness.onnx.runtime.ExecutionProvider;
import io.earwitness.onnx.runtime.GraphSession;
import io.earwitness.onnx.runtime.Ort;
import io.earwitness.onnx.runtime.OrtSessionOpener;
import io.earwitness.onnx.runtime.RunDeadline;
import io.earwitness.onnx.runtime.RuntimeOptions;
import io.earwitness.onnx.runtime.SessionOpener;
import io.earwitness.onnx.runtime.Tensors;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Real sessions, one graph of which goes wrong when told to. */
final class FaultySessions implements SessionOpener {
  private final SessionOpener real = new OrtSessionOpener(RuntimeOptions.cpu(1));
  private final GraphName faulty;
  private final Fault fault;
  private final AtomicInteger runs = new AtomicInteger();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  FaultySessions(GraphName faulty, Fault fault) {
    this.faulty = faulty;
    this.fault = fault;
  }

  /** What a run does instead of, or before, its work. */
  @FunctionalInterface
  interface Fault {
    /**
     * @param run 1 for the graph's first run, whatever the session
     * @return the inputs to go on with
     */
    Map<String, OnnxTensor> before(int run, Map<String, OnnxTensor> inputs, RunDeadline deadline)
        throws OrtException;
  }

  /** The first {@code runs} runs fail. */
  static Fault failing(int runs) {
    return (run, inputs, deadline) -> {
      if (run <= runs) {
        throw new OrtException("injected failure");
      }
      return inputs;
    };
  }

  /** Every {@code nth} run fails, but none for a waveform that has failed before. */
  static Fault failingEvery(int nth) {
    Set<Float> failed = ConcurrentHashMap.newKeySet();
    return (run, inputs, deadline) -> {
      if (run % nth == 0 && failed.add(inputs.get("waveform").getFloatBuffer().get(0))) {
        throw new OrtException("injected failure");
      }
      return inputs;
    };
  }

  /** The first {@code runs} runs don't end before their deadline. */
  static Fault hanging(int runs) {
    return (run, inputs, deadline) -> {
      if (run <= runs) {
        awaitExpiry(deadline);
        throw new OrtException("terminated");
      }
      return inputs;
    };
  }

  /** A batch with a window whose first sample has this value fails. */
  static Fault poisonedBy(float firstSample) {
    return (run, inputs, deadline) -> {
      long[] shape = inputs.get("waveform").getInfo().getShape();
      FloatBuffer samples = inputs.get("waveform").getFloatBuffer();
      for (int window = 0; window < shape[0]; window++) {
        if (samples.get(window * (int) shape[1]) == firstSample) {
          throw new OrtException("poisoned");
        }
      }
      return inputs;
    };
  }

  /** One input is full of NaN. Its tensor lives until the process ends. */
  static Fault notANumber(String input) {
    return (run, inputs, deadline) -> {
      float[] nan = new float[inputs.get(input).getFloatBuffer().capacity()];
      Arrays.fill(nan, Float.NaN);
      Map<String, OnnxTensor> spoiled = new HashMap<>(inputs);
      spoiled.put(input, Ort.floats(FloatBuffer.wrap(nan), inputs.get(input).getInfo().getShape()));
      return spoiled;
    };
  }

  private static void awaitExpiry(RunDeadline deadline) {
    try {
      deadline.awaitExpiry();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sessions of the faulty graph that were opened and not closed. */
  int stillOpen() {
    return opened.get() - closed.get();
  }

  int opened() {
    return opened.get();
  }

  @Override
  public GraphSession open(Bundle bundle, GraphName graph, ExecutionProvider provider) {
    GraphSession session = real.open(bundle, graph, provider);
    if (graph != faulty) {
      return session;
    }
    opened.incrementAndGet();
    return new FaultySession(session);
  }

  private final class FaultySession implements GraphSession {
    private final GraphSession session;

    FaultySession(GraphSession session) {
      this.session = session;
    }

    @Override
    public Tensors run(Map<String, OnnxTensor> inputs, RunDeadline deadline) throws OrtException {
      return session.run(fault.before(runs.incrementAndGet(), inputs, deadline), deadline);
    }

    @Override
    public void close() {
      closed.incrementAndGet();
      session.close();
    }
  }
}
