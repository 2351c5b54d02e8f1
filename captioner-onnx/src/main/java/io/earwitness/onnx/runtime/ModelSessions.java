package io.earwitness.onnx.runtime;

import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.GraphName;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session for each graph of a bundle, all on one execution provider, and their owner. */
public final class ModelSessions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelSessions.class);

  private final ExecutionProvider provider;
  private final Map<GraphName, GraphSession> sessions;

  private ModelSessions(ExecutionProvider provider, Map<GraphName, GraphSession> sessions) {
    this.provider = provider;
    this.sessions = sessions;
  }

  /**
   * Opens all graphs on the provider that the options ask for, or on the CPU where a GPU's does not
   * work and the options allow it; the log says which.
   *
   * @throws io.earwitness.onnx.bundle.BundleException if a graph is damaged or breaks the contract
   * @throws ExecutionProviderException if a GPU is asked for, does not work, and has no substitute
   */
  public static ModelSessions open(Bundle bundle, RuntimeOptions options, SessionOpener opener) {
    return open(bundle, bundle.manifest().graphs().keySet(), options, opener);
  }

  /** As {@link #open(Bundle, RuntimeOptions, SessionOpener)}, but only some of the graphs. */
  public static ModelSessions open(
      Bundle bundle, Set<GraphName> graphs, RuntimeOptions options, SessionOpener opener) {
    ExecutionProvider provider = firstChoice(options);
    if (provider == ExecutionProvider.CPU) {
      return open(bundle, graphs, provider, opener);
    }
    try {
      return open(bundle, graphs, provider, opener);
    } catch (RuntimeException e) {
      if (options.provider() != ExecutionProvider.AUTO && !options.cpuFallback()) {
        throw e;
      }
      LOG.warn("Captioning on the CPU instead of a GPU: {}", e.getMessage());
      return open(bundle, graphs, ExecutionProvider.CPU, opener);
    }
  }

  private static ExecutionProvider firstChoice(RuntimeOptions options) {
    if (options.provider() != ExecutionProvider.AUTO) {
      return options.provider();
    }
    return Ort.isBuiltWithCuda() ? ExecutionProvider.CUDA : ExecutionProvider.CPU;
  }

  private static ModelSessions open(
      Bundle bundle, Set<GraphName> graphs, ExecutionProvider provider, SessionOpener opener) {
    Map<GraphName, GraphSession> sessions = new EnumMap<>(GraphName.class);
    try {
      for (GraphName graph : graphs) {
        sessions.put(graph, opener.open(bundle, graph, provider));
      }
    } catch (RuntimeException e) {
      sessions.values().forEach(GraphSession::close);
      throw e;
    }
    return new ModelSessions(provider, sessions);
  }

  /** Throws {@link IllegalArgumentException} if the bundle has no such graph. */
  public GraphSession get(GraphName graph) {
    GraphSession session = sessions.get(graph);
    if (session == null) {
      throw new IllegalArgumentException("the bundle has no graph " + graph.key());
    }
    return session;
  }

  /** {@code cpu}, {@code cuda} or {@code tensorrt}: what the graphs really run on. */
  public String executionProvider() {
    return provider.name().toLowerCase(Locale.ROOT);
  }

  /** To be called when no run uses a session any more. */
  @Override
  public void close() {
    List.copyOf(sessions.values()).forEach(GraphSession::close);
    sessions.clear();
  }
}
