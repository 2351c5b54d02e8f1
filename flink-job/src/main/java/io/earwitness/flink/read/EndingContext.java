package io.earwitness.flink.read;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;

/**
 * Knows when the look for splits is over: when what an asynchronous call of the enumerator brought
 * leads to no further call. From then on each reader is told that nothing more comes, unless the
 * enumerator did so itself. For the coordinator's thread.
 */
final class EndingContext<S extends SourceSplit> implements SplitEnumeratorContext<S> {
  private final SplitEnumeratorContext<S> context;
  private final Set<Integer> told = new HashSet<>();
  private int calls;
  private boolean over;

  EndingContext(SplitEnumeratorContext<S> context) {
    this.context = context;
  }

  /** A reader that came anew was told nothing yet. */
  void comes(int subtask) {
    told.remove(subtask);
  }

  /** Tells a reader, if it is over and it was not told. */
  void tellEnd(int subtask) {
    if (over && !told.contains(subtask)) {
      signalNoMoreSplits(subtask);
    }
  }

  @Override
  public <T> void callAsync(Callable<T> call, BiConsumer<T, Throwable> handler) {
    calls++;
    context.callAsync(
        call,
        (result, problem) -> {
          int before = calls;
          handler.accept(result, problem);
          over = calls == before;
          List.copyOf(registeredReaders().keySet()).forEach(this::tellEnd);
        });
  }

  @Override
  public <T> void callAsync(
      Callable<T> call, BiConsumer<T, Throwable> handler, long delayMillis, long periodMillis) {
    throw new IllegalStateException("a source that ends looks for its splits once");
  }

  @Override
  public void signalNoMoreSplits(int subtask) {
    told.add(subtask);
    context.signalNoMoreSplits(subtask);
  }

  @Override
  public SplitEnumeratorMetricGroup metricGroup() {
    return context.metricGroup();
  }

  @Override
  public void sendEventToSourceReader(int subtask, SourceEvent event) {
    context.sendEventToSourceReader(subtask, event);
  }

  @Override
  public void sendEventToSourceReader(int subtask, int attempt, SourceEvent event) {
    context.sendEventToSourceReader(subtask, attempt, event);
  }

  @Override
  public int currentParallelism() {
    return context.currentParallelism();
  }

  @Override
  public Map<Integer, ReaderInfo> registeredReaders() {
    return context.registeredReaders();
  }

  @Override
  public Map<Integer, Map<Integer, ReaderInfo>> registeredReadersOfAttempts() {
    return context.registeredReadersOfAttempts();
  }

  @Override
  public void assignSplits(SplitsAssignment<S> assignment) {
    context.assignSplits(assignment);
  }

  @Override
  public void runInCoordinatorThread(Runnable task) {
    context.runInCoordinatorThread(task);
  }

  @Override
  public void setIsProcessingBacklog(boolean processing) {
    context.setIsProcessingBacklog(processing);
  }
}
