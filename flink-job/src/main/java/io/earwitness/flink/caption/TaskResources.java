package io.earwitness.flink.caption;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.MetricGroup;

/**
 * What Flink gives the captioner of one subtask.
 *
 * @param metrics for what the captioner has to tell
 * @param gpuIndex of the GPU that Flink's external resource framework assigns; empty where there is
 *     none
 */
public record TaskResources(MetricGroup metrics, OptionalInt gpuIndex) {
  /** What the resource is called in Flink's settings: {@code external-resources: gpu}. */
  static final String GPU = "gpu";

  /** The property under which Flink's own driver tells a GPU's index. */
  private static final String INDEX = "index";

  static TaskResources of(RuntimeContext context) {
    List<Integer> gpus =
        context.getExternalResourceInfos(GPU).stream()
            .map(TaskResources::index)
            .flatMap(Optional::stream)
            .sorted()
            .toList();
    // All subtasks of a task manager are shown all of its GPUs.
    OptionalInt mine =
        gpus.isEmpty()
            ? OptionalInt.empty()
            : OptionalInt.of(gpus.get(context.getTaskInfo().getIndexOfThisSubtask() % gpus.size()));
    return new TaskResources(context.getMetricGroup(), mine);
  }

  private static Optional<Integer> index(ExternalResourceInfo gpu) {
    return gpu.getProperty(INDEX).map(Integer::valueOf);
  }
}
