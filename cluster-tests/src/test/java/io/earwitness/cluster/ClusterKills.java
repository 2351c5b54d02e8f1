package io.earwitness.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.testkit.ChunkSender;
import io.earwitness.testkit.ExpectedWindow;
import io.earwitness.testkit.Recording;
import io.earwitness.testkit.TopicReader;
import io.earwitness.wire.UnreadableEventException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Feeds play while a TaskManager, the JobManager, the broker and the registry are killed and
 * started again in turn. After each blow, all that was played until then must be captioned, every
 * window exactly once, and each feed's in order. One line tells of each round.
 */
final class ClusterKills {
  private static final int FEEDS = 32;
  private static final int RATE = 8_000;
  private static final Duration WINDOW = Duration.ofSeconds(2);
  private static final Duration HOP = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Well above what a JobManager needs to come back. */
  private static final Map<String, String> TASK_MANAGERS_GIVE_UP =
      Map.of("taskmanager.registration.timeout", "30 s");

  /** After each blow each feed plays so much on. */
  private static final int SECONDS_A_BLOW = 5;

  private final Path folder;
  private final List<List<Blow>> rounds;
  private final List<Recording> recordings;
  private int playedSeconds;
  private String at = "before the first round";

  /**
   * @param folder for the processes' files; whoever must find out why it failed finds their logs
   *     there
   * @param absence after how many rounds the JobManager is away for long, the first time in the
   *     first one; 0 for never
   */
  ClusterKills(Path folder, int rounds, int absence) {
    this.folder = folder;
    this.rounds =
        IntStream.range(0, rounds)
            .mapToObj(round -> Blow.ofRound(absence > 0 && round % absence == 0))
            .toList();
    int blows = this.rounds.stream().mapToInt(List::size).sum();
    this.recordings =
        IntStream.range(0, FEEDS)
            .mapToObj(
                i ->
                    Recording.ofSeconds(
                        "feed-%02d".formatted(i), RATE, (blows + 2) * SECONDS_A_BLOW))
            .toList();
  }

  /**
   * @throws AssertionError that says in which round, after which blow, and where the logs are
   */
  void run() throws Exception {
    try (var services = new Services(folder.resolve("services"));
        var cluster = new FlinkCluster(folder.resolve("flink"), 2, 1, TASK_MANAGERS_GIVE_UP)) {
      var job = new JobUnderTest(services, "kills").with("job.parallelism", "2");
      job.createTopics();
      FlinkRest rest = cluster.rest();
      rest.awaitSlots(2, cluster);
      String id = rest.run(rest.upload(FlinkCluster.jobJar()), job.arguments());
      rest.awaitRunning(id, cluster);
      try (ChunkSender sender = job.sender();
          TopicReader<CaptionEvent> captions = job.captions()) {
        var parts = new Parts(services, cluster, rest, id);
        var windows = new SeenWindows(captions);
        play(sender);
        for (int round = 0; round < rounds.size(); round++) {
          strike(round, parts, sender, windows);
        }
        at = "after the last round";
        play(sender);
        requireEveryWindow(parts, windows);
      }
    } catch (Exception | AssertionError e) {
      throw new AssertionError(
          "Failed %s: %s%nThe logs of all processes lie in %s."
              .formatted(at, e.getMessage(), folder),
          e);
    }
  }

  private record Parts(Services services, FlinkCluster cluster, FlinkRest rest, String job) {
    void requireAlive() {
      services.requireAlive();
      cluster.requireAlive();
    }
  }

  private void strike(int round, Parts parts, ChunkSender sender, SeenWindows windows)
      throws Exception {
    List<String> took = new ArrayList<>();
    int seen = 0;
    for (Blow blow : rounds.get(round)) {
      at = "in round %d of %d, after %s".formatted(round + 1, rounds.size(), blow.told());
      long began = System.nanoTime();
      strike(blow, round, parts);
      play(sender);
      // Those windows are whole of which the last sample was played.
      seen = awaitWindows(FEEDS * (playedSeconds - 1), parts, windows);
      parts.cluster().troubleIsOver();
      took.add("%d s after %s".formatted(secondsSince(began), blow.told()));
    }
    System.out.printf(
        "round %d of %d: %d windows once and in order; %s; %d TaskManagers gave up so far, %d MiB of disk are free%n",
        round + 1,
        rounds.size(),
        seen,
        String.join(", ", took),
        parts.cluster().taskManagersGivenUp(),
        Files.getFileStore(folder).getUsableSpace() >> 20);
  }

  private static void strike(Blow blow, int round, Parts parts)
      throws InterruptedException, IOException {
    switch (blow) {
      case TASK_MANAGER -> parts.cluster().killAndRestartTaskManager(1 + round % 2);
      case JOB_MANAGER -> parts.cluster().killAndRestartJobManager();
      case BROKER -> parts.services().killAndRestartBroker();
      case REGISTRY -> parts.services().killAndRestartRegistry();
      case JOB_MANAGER_AWAY -> parts.cluster().keepJobManagerAwayUntilTaskManagersGiveUp();
    }
  }

  private static long secondsSince(long began) {
    return Duration.ofNanos(System.nanoTime() - began).toSeconds();
  }

  private void play(ChunkSender sender) throws InterruptedException {
    for (int second = 0; second < SECONDS_A_BLOW; second++) {
      int index = playedSeconds;
      sender.send(recordings.stream().map(recording -> recording.chunk(index)).toList());
      playedSeconds++;
    }
  }

  /**
   * Captions become visible with a checkpoint: that they are there says that the job runs and has
   * made its state safe.
   */
  private static int awaitWindows(int count, Parts parts, SeenWindows windows)
      throws UnreadableEventException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    int seen = windows.look();
    while (seen < count) {
      parts.requireAlive();
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "%d of %d windows are captioned after %s; %s"
                .formatted(seen, count, PATIENCE, parts.rest().describe(parts.job())));
      }
      seen = windows.look();
    }
    return seen;
  }

  private void requireEveryWindow(Parts parts, SeenWindows windows) throws Exception {
    Map<String, Long> expected =
        recordings.stream()
            .collect(
                Collectors.toMap(
                    Recording::feedId,
                    recording -> (long) ExpectedWindow.of(recording, WINDOW, HOP).size()));
    awaitWindows(expected.values().stream().mapToInt(Long::intValue).sum(), parts, windows);
    assertThat(windows.byFeed()).isEqualTo(expected);
  }
}
