package io.earwitness.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.CaptionIds;
import io.earwitness.testkit.ChunkSender;
import io.earwitness.testkit.ExpectedWindow;
import io.earwitness.testkit.Recording;
import io.earwitness.testkit.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Feeds play while a TaskManager, the JobManager, the broker and the registry are killed and
 * started again in turn; then every window must have been captioned exactly once, and each feed's
 * in order.
 */
final class ClusterKills {
  private static final int FEEDS = 32;
  private static final int RATE = 8_000;
  private static final Duration WINDOW = Duration.ofSeconds(2);
  private static final Duration HOP = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** How long is looked for captions after each round. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  /** Between two kills each feed plays so much on. */
  private static final int SECONDS_A_KILL = 5;

  private static final int KILLS_A_ROUND = 4;

  private final Path folder;
  private final int rounds;
  private final List<Recording> recordings;
  private final List<List<AudioChunk>> chunks;
  private int playedSeconds;

  ClusterKills(Path folder, int rounds) {
    this.folder = folder;
    this.rounds = rounds;
    int seconds = (rounds * KILLS_A_ROUND + 2) * SECONDS_A_KILL;
    this.recordings =
        IntStream.range(0, FEEDS)
            .mapToObj(i -> Recording.ofSeconds("feed-%02d".formatted(i), RATE, seconds))
            .toList();
    this.chunks = recordings.stream().map(Recording::chunks).toList();
  }

  void run() throws Exception {
    try (var services = new Services(folder.resolve("services"));
        var cluster = new FlinkCluster(folder.resolve("flink"), 2, 1, Map.of())) {
      var job = new JobUnderTest(services, "kills").with("job.parallelism", "2");
      job.createTopics();
      FlinkRest rest = cluster.rest();
      rest.awaitSlots(2, cluster);
      String id = rest.run(rest.upload(FlinkCluster.jobJar()), job.arguments());
      rest.awaitRunning(id, cluster);
      long began = System.nanoTime();
      try (ChunkSender sender = job.sender();
          TopicReader<CaptionEvent> captions = job.captions()) {
        play(sender);
        for (int round = 0; round < rounds; round++) {
          cluster.killAndRestartTaskManager(1 + round % 2);
          goOn(sender, rest, id, cluster);
          cluster.killAndRestartJobManager();
          goOn(sender, rest, id, cluster);
          services.killAndRestartBroker();
          goOn(sender, rest, id, cluster);
          services.killAndRestartRegistry();
          goOn(sender, rest, id, cluster);
          tell(round, began, captions);
        }
        play(sender);
        requireEveryWindowOnceAndInOrder(captions);
      }
    }
  }

  /** So far each feed's captions must be those of its windows, one after the other. */
  private void tell(int round, long began, TopicReader<CaptionEvent> captions) throws Exception {
    // After a broker's restart the reader needs a moment to find it again.
    long until = System.nanoTime() + LOOK.toNanos();
    while (System.nanoTime() < until) {
      var unused = captions.poll();
    }
    Map<String, Long> next = new LinkedHashMap<>();
    for (CaptionEvent caption : captions.poll()) {
      assertThat(caption.windowIndex())
          .as(caption.feedId())
          .isEqualTo(next.getOrDefault(caption.feedId(), 0L));
      next.merge(caption.feedId(), 1L, Long::sum);
    }
    System.out.printf(
        "round %d of %d: %d windows once and in order, %d s since the begin%n",
        round + 1,
        rounds,
        captions.poll().size(),
        Duration.ofNanos(System.nanoTime() - began).toSeconds());
  }

  /** Chunks arrive while the job comes back, and it makes its state safe again. */
  private void goOn(ChunkSender sender, FlinkRest rest, String id, FlinkCluster cluster)
      throws Exception {
    play(sender);
    rest.awaitRunning(id, cluster);
    rest.awaitCheckpoint(id);
  }

  private void play(ChunkSender sender) throws InterruptedException {
    for (int second = 0; second < SECONDS_A_KILL; second++) {
      int at = playedSeconds;
      sender.send(chunks.stream().map(feed -> feed.get(at)).toList());
      playedSeconds++;
    }
  }

  private void requireEveryWindowOnceAndInOrder(TopicReader<CaptionEvent> captions)
      throws Exception {
    Map<String, List<Long>> expected = new LinkedHashMap<>();
    for (Recording recording : recordings) {
      expected.put(
          recording.feedId(),
          ExpectedWindow.of(recording, WINDOW, HOP).stream()
              .map(ExpectedWindow::windowIndex)
              .toList());
    }
    int count = expected.values().stream().mapToInt(List::size).sum();
    List<CaptionEvent> seen = captions.await(count, PATIENCE);
    Map<String, List<Long>> windows = new LinkedHashMap<>();
    expected.keySet().forEach(feed -> windows.put(feed, new ArrayList<>()));
    seen.forEach(caption -> windows.get(caption.feedId()).add(caption.windowIndex()));

    assertThat(windows).isEqualTo(expected);
    assertThat(seen).allSatisfy(ClusterKills::requireWhole);
  }

  private static void requireWhole(CaptionEvent caption) {
    assertThat(caption.missingSamples()).isZero();
    assertThat(caption.captionId())
        .isEqualTo(
            CaptionIds.of(
                caption.feedId(),
                caption.sessionId(),
                caption.windowIndex(),
                caption.model().sha256()));
    assertThat(caption.executionProvider()).isEqualTo("cpu");
  }
}
