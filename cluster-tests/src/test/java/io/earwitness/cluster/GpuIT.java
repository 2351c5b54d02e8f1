package io.earwitness.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.testkit.ChunkSender;
import io.earwitness.testkit.Recording;
import io.earwitness.testkit.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir Path folder;

  @Test
  void aGpuThatFlinkAssignsButThatCantBeUsedIsToldAndTheCpuCaptions() throws Exception {
    Map<String, String> gpu =
        Map.of(
            "external-resources", "gpu",
            "external-resource.gpu.amount", "1",
            "external-resource.gpu.driver-factory.class", DeclaredGpu.class.getName());

    String log = logAfterCaptions(gpu);

    assertThat(log)
        .contains("Flink assigns GPU 0, but CUDA can't be used; captioning on the cpu.")
        .doesNotContain("no external resource");
  }

  @Test
  void withoutAGpuTheJobSaysSoAndUsesTheCpu() throws Exception {
    assertThat(logAfterCaptions(Map.of()))
        .contains("Flink assigns no external resource called gpu; captioning on cpu.");
  }

  private String logAfterCaptions(Map<String, String> settings) throws Exception {
    try (var services = new Services(folder.resolve("services"));
        var cluster = new FlinkCluster(folder.resolve("flink"), 1, 1, settings)) {
      cluster.rest().awaitSlots(1, cluster);
      var job = new JobUnderTest(services, "gpu");
      job.createTopics();
      String id = cluster.rest().run(cluster.rest().upload(FlinkCluster.jobJar()), job.arguments());
      cluster.rest().awaitRunning(id, cluster);
      try (ChunkSender sender = job.sender()) {
        sender.send(Recording.ofSeconds("feed", 8_000, 5).chunks());
      }
      try (TopicReader<CaptionEvent> captions = job.captions()) {
        assertThat(captions.await(4, PATIENCE))
            .allMatch(caption -> caption.executionProvider().equals("cpu"));
      }
      return cluster.taskManager(1).log();
    }
  }
}
