package io.earwitness.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.Amount;
import io.earwitness.captioner.rule.Condition;
import io.earwitness.captioner.sound.SoundEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Today's application goes on from the state that every release left on Kafka, amidst a sound that
 * a rule watches for. Another watches for it on a group of feeds: its state is read, too, but its
 * incident is over by the machines' clock as soon as it is told.
 */
class GoldenChangelogsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String FEED = "kitchen";

  /** Captions that the release had read. The siren sounds from the 12th to the 52nd second. */
  private static final int READ = 6;

  private static final List<CaptionEvent> SIREN =
      SampleCaptions.hearing(FEED, SampleCaptions.BEGIN, 80, "siren", 12, 52);

  @TempDir Path folder;
  private RealTopics topics;

  static List<String> versions() throws IOException {
    return GoldenChangelogs.versions();
  }

  @BeforeEach
  void start() {
    topics = new RealTopics(folder);
    topics.settings().put("feeds.labels.kitchen.site", "home");
    // However slow the machine: what is open does not end because captions are slow to come.
    topics.settings().put("sounds.idle-timeout", "1h");
    topics.settings().put("alerts.idle-timeout", "1h");
    AlertRule siren = SampleRules.of("siren", 1, FEED, new Condition.Sound("siren", 0.5));
    topics.apply(siren);
    topics.apply(
        new AlertRule(
            "siren-of-site",
            1,
            true,
            siren.scope(),
            siren.schedule(),
            siren.match(),
            siren.conditions(),
            new Amount(
                Duration.ZERO, 1, Duration.ZERO, Optional.of("site"), Duration.ofSeconds(10)),
            siren.notice(),
            siren.appliedAt()));
  }

  @AfterEach
  void stop() {
    topics.close();
  }

  @ParameterizedTest
  @MethodSource("versions")
  void soundsAndAlertsThatWereOpenGoOn(String version) throws Exception {
    GoldenChangelogs.restore(version, topics);
    topics.send(SIREN.subList(READ - 3, SIREN.size())); // half of what was read comes again
    try (TopologyApp app = TopologyApp.start(topics.config())) {
      await()
          .atMost(PATIENCE)
          .until(() -> alerts().stream().anyMatch(a -> a.status() == Alert.Status.RESOLVED));
      await().atMost(PATIENCE).until(() -> !ended().isEmpty());
      assertThat(app.timeline().query(FEED, Instant.MIN, Instant.MAX))
          .usingRecursiveFieldByFieldElementComparator()
          .isEqualTo(SIREN);
    }
    // One that remembers nothing tells first that it fires.
    assertThat(alerts())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.status()).isEqualTo(Alert.Status.RESOLVED);
              assertThat(alert.resolvedBy()).isEqualTo(Alert.Resolution.CONDITION_ENDED);
              assertThat(alert.evidence()).hasSize(10);
            });
    List<SoundEvent> events = topics.soundEvents();
    int revisions = events.get(0).revision();
    assertThat(revisions).isPositive();
    assertThat(events)
        .extracting(SoundEvent::revision)
        .containsExactlyElementsOf(
            IntStream.range(revisions, revisions + events.size()).boxed().toList());
    assertThat(ended())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.begin()).isEqualTo(SampleCaptions.BEGIN.plusSeconds(12));
              assertThat(event.end()).contains(SampleCaptions.BEGIN.plusSeconds(52));
              assertThat(event.captionCount()).isEqualTo(10);
            });
    assertThat(topics.deadLetters()).isEmpty();
  }

  /** Of the feed's rule. */
  private List<Alert> alerts() throws Exception {
    return topics.alerts().stream().filter(alert -> alert.ruleId().equals("siren")).toList();
  }

  private List<SoundEvent> ended() throws Exception {
    return topics.soundEvents().stream()
        .filter(event -> event.phase() == SoundEvent.Phase.ENDED)
        .toList();
  }

  @Test
  @EnabledIfSystemProperty(named = "golden.changelogs", matches = ".+")
  void takesThoseOfARelease() throws Exception {
    topics.send(SIREN.subList(0, READ));
    try (TopologyApp app = TopologyApp.start(topics.config())) {
      await().atMost(PATIENCE).until(() -> !alerts().isEmpty());
      await()
          .atMost(PATIENCE)
          .until(() -> app.timeline().query(FEED, Instant.MIN, Instant.MAX).size() >= READ);
    }
    GoldenChangelogs.keep(System.getProperty("golden.changelogs"), topics);
  }
}
