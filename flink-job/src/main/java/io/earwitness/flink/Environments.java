package io.earwitness.flink;

import io.earwitness.flink.config.CheckpointPolicy;
import io.earwitness.flink.config.JobConfig;
import java.time.Duration;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.CheckpointingMode;

/** Flink's own settings, as the job's guarantees need them. */
public final class Environments {
  /** How often the log's clock ticks. */
  private static final Duration CLOCK_TICK = Duration.ofMillis(200);

  private static final int UNLIMITED = Integer.MAX_VALUE;

  private Environments() {}

  /** What the job asks of the Flink that runs it. */
  public static Configuration configuration(JobConfig config) {
    Configuration flink = new Configuration();
    flink.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.STREAMING);
    flink.set(PipelineOptions.NAME, config.name());
    flink.set(PipelineOptions.MAX_PARALLELISM, config.maxParallelism());
    flink.set(PipelineOptions.GENERIC_TYPES, false);
    flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    flink.set(PipelineOptions.OBJECT_REUSE, true);
    flink.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, CLOCK_TICK);
    checkpoints(flink, config.checkpoints());
    restarts(flink);
    return flink;
  }

  private static void checkpoints(Configuration flink, CheckpointPolicy policy) {
    flink.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, policy.interval());
    flink.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, policy.timeout());
    flink.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, UNLIMITED);
    flink.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    policy
        .folder()
        .ifPresent(
            folder -> {
              flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
              flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder);
            });
  }

  /** A job that can't go on tries again for ever: what it needs may come back. */
  private static void restarts(Configuration flink) {
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    flink.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
        Duration.ofMillis(200));
    flink.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofSeconds(30));
    flink.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
        Duration.ofMinutes(2));
  }
}
