package io.earwitness.flink.run;

import io.earwitness.flink.start.JobStartException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A job that runs in this process. Safe for use by several threads. */
public final class RunningJob implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunningJob.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long POLL_MILLIS = 20;

  private final MiniCluster cluster;
  private final JobID id;
  private final Path stateFolder;
  private final CompletableFuture<Void> ended;

  RunningJob(MiniCluster cluster, JobID id, Path stateFolder) {
    this.cluster = cluster;
    this.id = id;
    this.stateFolder = stateFolder;
    this.ended = cluster.requestJobResult(id).thenAccept(RunningJob::requireSuccess);
  }

  /** Completes when the job has ended: with its failure, unless it was stopped. */
  public CompletableFuture<Void> ended() {
    return ended.copy();
  }

  /**
   * Waits until every part of the job runs.
   *
   * @throws JobStartException if the job fails first, or does not run in time
   */
  public void awaitRunning(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!isRunning()) {
      if (ended.isDone() || System.nanoTime() > deadline) {
        throw new JobStartException("The job does not run: %s.".formatted(reason(limit)));
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  /** Whether every part of the job runs now. */
  public boolean isRunning() throws InterruptedException {
    try {
      AccessExecutionGraph graph = cluster.getExecutionGraph(id).get();
      return StreamSupport.stream(graph.getAllExecutionVertices().spliterator(), false)
          .allMatch(vertex -> vertex.getExecutionState() == ExecutionState.RUNNING);
    } catch (ExecutionException e) {
      LOG.debug("No execution graph of job {}", id, e);
      return false;
    }
  }

  /** The job's checkpoints so far, since it was started in this process. */
  public CheckpointFigures checkpoints() throws InterruptedException {
    try {
      return CheckpointFigures.of(cluster.getExecutionGraph(id).get().getCheckpointStatsSnapshot());
    } catch (ExecutionException e) {
      throw new IllegalStateException("Flink does not tell the job's checkpoints", e.getCause());
    }
  }

  private String reason(Duration limit) {
    if (!ended.isDone()) {
      return "not all of it is up after %d s".formatted(limit.toSeconds());
    }
    try {
      ended.getNow(null);
      return "it has ended";
    } catch (RuntimeException e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      return String.valueOf(root.getMessage());
    }
  }

  /**
   * Makes the state safe and stops the job, so that all its captions are visible and the next run
   * goes on from here. Where that is not possible in time, stops the job as {@link #abandon} does.
   */
  @Override
  public void close() {
    if (!ended.isDone()) {
      try {
        cluster
            .stopWithSavepoint(
                id,
                stateFolder.toUri().toString(),
                /* terminate= */ false,
                SavepointFormatType.NATIVE)
            .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | TimeoutException e) {
        LOG.warn(
            "The job stops without a last checkpoint; the next run goes on from the one before", e);
      }
    }
    abandon();
  }

  /** Stops the job at once. The next run goes on from the newest checkpoint. */
  public void abandon() {
    try {
      cluster.close();
    } catch (Exception e) {
      throw new IllegalStateException("Flink did not stop in this process", e);
    }
  }

  private static void requireSuccess(JobResult result) {
    result
        .getSerializedThrowable()
        .ifPresent(
            failure -> {
              throw new IllegalStateException(
                  "The job failed", failure.deserializeError(RunningJob.class.getClassLoader()));
            });
  }
}
