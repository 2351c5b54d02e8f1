package io.earwitness.flink.run;

import io.earwitness.flink.CaptionPipeline;
import io.earwitness.flink.Environments;
import io.earwitness.flink.PipelineEnds;
import io.earwitness.flink.caption.CaptionerProvider;
import io.earwitness.flink.caption.EngineProvider;
import io.earwitness.flink.config.JobConfig;
import io.earwitness.flink.start.JobStartException;
import io.earwitness.flink.start.StartCheck;
import io.earwitness.flink.start.Surroundings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Runs the job in this process, on a Flink of its own. Its state lies in a folder, from which the
 * next run goes on, even if this one is killed.
 */
public final class JobRunner {
  /** Within one process there is no need to fill network buffers. */
  private static final Duration BUFFER_FLUSH = Duration.ofMillis(5);

  private static final String ANY_PORT = "0";

  private JobRunner() {}

  /** Starts the job with the model that the configuration names. */
  public static RunningJob start(JobConfig config, Path stateFolder) {
    return start(config, stateFolder, new EngineProvider(config.engine()));
  }

  /**
   * Checks the surroundings and starts the job. Returns when it is submitted; {@link
   * RunningJob#awaitRunning} waits for it to run.
   *
   * @param stateFolder keeps checkpoints between runs; one process at a time may use it
   * @throws JobStartException and what {@link StartCheck#of} throws, if the job can't start
   */
  public static RunningJob start(JobConfig config, Path stateFolder, CaptionerProvider captioner) {
    Surroundings surroundings = StartCheck.of(config);
    return start(config, stateFolder, PipelineEnds.kafka(config, surroundings), captioner);
  }

  /**
   * Starts the job where {@link StartCheck#of} found {@code surroundings}.
   *
   * @param stateFolder as above
   */
  public static RunningJob start(JobConfig config, Path stateFolder, Surroundings surroundings) {
    return start(
        config,
        stateFolder,
        PipelineEnds.kafka(config, surroundings),
        new EngineProvider(config.engine()));
  }

  /** Starts the job between the given ends. */
  static RunningJob start(
      JobConfig config, Path stateFolder, PipelineEnds ends, CaptionerProvider captioner) {
    Path checkpointFolder = stateFolder.resolve("checkpoints").toAbsolutePath();
    Configuration flink = configuration(config, checkpointFolder);
    StreamExecutionEnvironment env = new StreamExecutionEnvironment(flink);
    env.setParallelism(config.parallelism());
    new CaptionPipeline(config, ends, captioner).define(env);
    JobGraph graph = env.getStreamGraph().getJobGraph();
    restore(graph, new Checkpoints(checkpointFolder));
    MiniCluster cluster = new MiniCluster(cluster(flink, config.parallelism()));
    try {
      cluster.start();
      cluster.submitJob(graph).get();
      return new RunningJob(cluster, graph.getJobID(), checkpointFolder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(cluster, new JobStartException("Interrupted while starting the job."));
    } catch (Exception e) {
      throw failed(
          cluster, new IllegalStateException("Flink does not run the job in this process", e));
    }
  }

  private static RuntimeException failed(MiniCluster cluster, RuntimeException problem) {
    try {
      cluster.close();
    } catch (Exception e) {
      problem.addSuppressed(e);
    }
    return problem;
  }

  private static Configuration configuration(JobConfig config, Path checkpointFolder) {
    Configuration flink = Environments.configuration(config);
    flink.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpointFolder.toUri().toString());
    flink.set(ExecutionOptions.BUFFER_TIMEOUT, BUFFER_FLUSH);
    flink.set(RestOptions.BIND_PORT, ANY_PORT);
    return flink;
  }

  private static void restore(JobGraph graph, Checkpoints checkpoints) {
    Optional<Path> newest = checkpoints.newest();
    newest.ifPresent(checkpoints::removeAllBut);
    newest.ifPresent(
        folder ->
            graph.setSavepointRestoreSettings(
                SavepointRestoreSettings.forPath(
                    folder.toUri().toString(),
                    /* allowNonRestoredState= */ false,
                    // Flink removes the checkpoint once a newer one stands on its own.
                    RecoveryClaimMode.CLAIM)));
  }

  private static MiniClusterConfiguration cluster(Configuration flink, int slots) {
    return new MiniClusterConfiguration.Builder()
        .setConfiguration(flink)
        .setNumTaskManagers(1)
        .setNumSlotsPerTaskManager(slots)
        .build();
  }
}
