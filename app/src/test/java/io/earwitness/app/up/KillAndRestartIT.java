package io.earwitness.app.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.app.follow.EventFollower;
import io.earwitness.app.follow.EventFollower.Followed;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.local.LocalBroker;
import io.earwitness.local.LocalRegistry;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole process is killed while feeds play at full speed, and started again. In the end every
 * window that the recordings imply is on the topic exactly once, in order within each feed.
 */
class KillAndRestartIT {
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(8);
  private static final Duration LAST_RUN = Duration.ofMinutes(10);

  @TempDir Path folder;

  @Test
  void losesAndRepeatsNothingOverThreeKills() throws Exception {
    killAndRestart(3, Duration.ofMinutes(6), ThreadLocalRandom.current().nextLong());
  }

  @Test
  @Tag("soak")
  void losesAndRepeatsNothingOverTwelveKills() throws Exception {
    killAndRestart(12, Duration.ofMinutes(30), ThreadLocalRandom.current().nextLong());
  }

  private void killAndRestart(int kills, Duration length, long seed) throws Exception {
    System.out.printf("KillAndRestartIT: %d kills with seed %d%n", kills, seed);
    RandomGenerator random = new SplittableRandom(seed);
    Map<String, Path> files = new TreeMap<>();
    Map<String, Integer> lengths = new TreeMap<>();
    for (String feed : List.of("attic", "cellar", "kitchen")) {
      int samples = (int) Scenes.RATE.samplesIn(length) + random.nextInt(10 * Scenes.RATE.hertz());
      lengths.put(feed, samples);
      files.put(feed, Scenes.write(folder, feed, random.nextInt(1_000), samples));
    }
    int killed = 0;
    for (int run = 0; run < kills; run++) {
      try (var process = EarwitnessProcess.start(arguments(files))) {
        process.awaitSaid(random.nextBoolean() ? "are up" : "The job runs");
        Duration delay = Duration.ofMillis(random.nextLong(LONGEST_DELAY.toMillis()));
        killed += process.killAfter(delay) ? 1 : 0;
      }
    }
    assertThat(killed).as("runs that did not end before they were killed").isPositive();
    try (var process = EarwitnessProcess.start(arguments(files))) {
      assertThat(process.await(LAST_RUN)).as("status; it said %s", process.said()).isZero();
    }
    Map<String, List<WindowFacts>> found = captionsOnTheTopic();
    for (String feed : files.keySet()) {
      assertThat(found.get(feed))
          .as("windows of %s, seed %d", feed, seed)
          .containsExactlyElementsOf(
              WindowFacts.impliedBy(feed, files.get(feed), lengths.get(feed)));
    }
  }

  private List<String> arguments(Map<String, Path> files) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("up", "--once", "--speed", "max"));
    arguments.addAll(List.of("--bundle", Scenes.TINY_BUNDLE.toString()));
    arguments.addAll(List.of("--data", folder.resolve("data").toString()));
    files.forEach((feed, file) -> arguments.addAll(List.of("--feed", feed + "=" + file)));
    return arguments;
  }

  private Map<String, List<WindowFacts>> captionsOnTheTopic() {
    var data = new DataFolder(folder.resolve("data"));
    Map<String, List<WindowFacts>> found = new TreeMap<>();
    try (LocalBroker broker = LocalBroker.start(data.broker(), 0);
        LocalRegistry registry = LocalRegistry.start(data.registry(), 0);
        EventFollower<CaptionEvent> follower =
            EventFollower.fromBeginning(
                KafkaConnection.to(broker.bootstrapServers()),
                RegistryConnection.to(registry.url()),
                EventTypes.CAPTION,
                "audio.captions")) {
      List<Followed<CaptionEvent>> events = follower.poll(Duration.ofSeconds(10));
      while (!events.isEmpty()) {
        for (Followed<CaptionEvent> followed : events) {
          found
              .computeIfAbsent(followed.event().feedId(), feed -> new ArrayList<>())
              .add(WindowFacts.of(followed.event()));
        }
        events = follower.poll(Duration.ofSeconds(3));
      }
    }
    return found;
  }
}
