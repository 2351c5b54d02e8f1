package io.earwitness.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.media.ChunkEncoder;
import io.earwitness.testkit.ChunkSender;
import io.earwitness.testkit.Recording;
import io.earwitness.testkit.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has native code is loaded once in a TaskManager, whatever jobs come and go. */
class NativeLibrariesIT {
  private static final List<String> LIBRARIES =
      List.of("libonnxruntime.so", "libonnxruntime4j_jni.so", "libtokenizers.so", "libavcodec.so");
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int SECONDS = 20;
  private static final int WINDOWS = SECONDS - 1;
  private static final int STARTS_BEFORE = 3;

  /** An allocator that keeps some of what it got once; each copy of the natives is more. */
  private static final long SLACK_BYTES = 48L << 20;

  @TempDir Path folder;

  @Test
  void twoJobsShareOneTaskManager() throws Exception {
    try (var services = new Services(folder.resolve("services"));
        var cluster = new FlinkCluster(folder.resolve("flink"), 1, 2, Map.of())) {
      cluster.rest().awaitSlots(2, cluster);
      String jar = cluster.rest().upload(FlinkCluster.jobJar());
      List<JobUnderTest> jobs =
          List.of(new JobUnderTest(services, "first"), new JobUnderTest(services, "second"));
      for (JobUnderTest job : jobs) {
        job.createTopics();
        cluster.rest().awaitRunning(cluster.rest().run(jar, job.arguments()), cluster);
      }
      for (JobUnderTest job : jobs) {
        send(job, "feed");
        requireCaptions(job, WINDOWS);
      }
      requireLoadedOnce(cluster.taskManager(1));
    }
  }

  @Test
  void threeRestartsInOneTaskManagerLeaveItsMemoryAsItWas() throws Exception {
    requireFlatMemory(3);
  }

  @Test
  @Tag("soak")
  void tenRestartsInOneTaskManagerLeaveItsMemoryAsItWas() throws Exception {
    requireFlatMemory(10);
  }

  private void requireFlatMemory(int restarts) throws Exception {
    try (var services = new Services(folder.resolve("services"));
        var cluster = new FlinkCluster(folder.resolve("flink"), 1, 1, Map.of())) {
      cluster.rest().awaitSlots(1, cluster);
      String jar = cluster.rest().upload(FlinkCluster.jobJar());
      List<Long> resident = new ArrayList<>();
      for (int start = 0; start < STARTS_BEFORE + restarts; start++) {
        var job = new JobUnderTest(services, "restart-" + start);
        job.createTopics();
        String id = cluster.rest().run(jar, job.arguments());
        cluster.rest().awaitRunning(id, cluster);
        send(job, "feed");
        requireCaptions(job, WINDOWS);
        cluster.rest().cancel(id);
        resident.add(cluster.taskManager(1).residentBytesAfterCollection());
      }
      requireLoadedOnce(cluster.taskManager(1));
      assertThat(resident.get(resident.size() - 1))
          .as("resident bytes after each start: %s", resident)
          .isLessThan(resident.get(STARTS_BEFORE - 1) + SLACK_BYTES);
    }
  }

  /** Another copy would be another file. */
  private static void requireLoadedOnce(ChildProcess taskManager) throws Exception {
    for (String library : LIBRARIES) {
      assertThat(taskManager.mappedFiles(library)).as(library).isEqualTo(1);
    }
  }

  /** As FLAC, which only FFmpeg decodes. */
  private static void send(JobUnderTest job, String feed) throws Exception {
    Recording recording = Recording.ofSeconds(feed, 8_000, SECONDS);
    List<AudioChunk> chunks = new ArrayList<>();
    for (AudioChunk chunk : recording.chunks()) {
      float[] samples = recording.heard(chunk.firstSample(), chunk.sampleCount());
      chunks.add(
          new AudioChunk(
              chunk.feedId(),
              chunk.sessionId(),
              chunk.firstSample(),
              chunk.sampleCount(),
              chunk.eventTime(),
              chunk.format(),
              ChunkEncoding.FLAC,
              ChunkEncoder.encode(chunk.format(), ChunkEncoding.FLAC, samples),
              chunk.endOfSession(),
              chunk.attributes()));
    }
    try (ChunkSender sender = job.sender()) {
      sender.send(chunks);
    }
  }

  private static void requireCaptions(JobUnderTest job, int count) throws Exception {
    try (TopicReader<CaptionEvent> captions = job.captions()) {
      captions.await(count, PATIENCE);
    }
  }
}
