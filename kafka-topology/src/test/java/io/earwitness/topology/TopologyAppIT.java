package io.earwitness.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.captioner.rule.Condition;
import io.earwitness.captioner.sound.SoundEvent;
import io.earwitness.settings.keys.KafkaSettings;
import io.earwitness.wire.RegistryException;
import io.earwitness.wire.TopicException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application on a real broker and a real registry. */
class TopologyAppIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Almost as long as a topic of captions takes: the dead letter is longer than that. */
  private static final String GARBAGE = "no caption".repeat(104_800);

  private static final int WINDOWS = 400;
  private static final List<String> FEEDS = List.of("kitchen", "garden", "cellar", "roof");

  @TempDir Path folder;
  private RealTopics topics;
  private int garbageSent;

  @BeforeEach
  void start() {
    topics = new RealTopics(folder);
  }

  @AfterEach
  void stop() {
    topics.close();
  }

  @Test
  void keepsCommittedCaptionsOnceAndBuriesGarbage() throws Exception {
    topics.sendInVain(List.of(SampleCaptions.of("kitchen", 7)));
    topics.send(captions("kitchen", 0, 3));
    topics.sendGarbage("kitchen", GARBAGE);
    topics.send(captions("kitchen", 2, 5));
    try (TopologyApp app = TopologyApp.start(topics.config())) {
      await().atMost(PATIENCE).until(() -> timeline(app, "kitchen").size() >= 5);
      assertThat(timeline(app, "kitchen"))
          .usingRecursiveFieldByFieldElementComparator()
          .isEqualTo(captions("kitchen", 0, 5));
      assertThat(app.timeline().feeds()).containsOnlyKeys("kitchen");
    }
    assertThat(topics.deadLetters()).singleElement().satisfies(this::isTheGarbage);
  }

  private void isTheGarbage(DeadLetter letter) {
    assertThat(letter.value()).asString().isEqualTo(GARBAGE);
    assertThat(letter.topic()).isEqualTo(topics.config().topics().captions().name());
  }

  @Test
  void losesAndRepeatsNothingWhenItIsKilled() throws Exception {
    sendAll(0, WINDOWS / 2);
    try (KillableTopology killed = KillableTopology.start(topics.settings())) {
      await().atMost(PATIENCE).until(() -> topics.done() > 0);
      sendAll(WINDOWS / 4, WINDOWS); // half of the first ones come again
      killed.kill();
    }
    try (TopologyApp app = TopologyApp.start(topics.config())) {
      for (String feed : FEEDS) {
        await().atMost(PATIENCE).until(() -> timeline(app, feed).size() >= WINDOWS);
        assertThat(timeline(app, feed))
            .usingRecursiveFieldByFieldElementComparator()
            .isEqualTo(captions(feed, 0, WINDOWS));
      }
    }
    assertThat(topics.deadLetters())
        .extracting(letter -> letter.partition() + "@" + letter.offset())
        .doesNotHaveDuplicates()
        .hasSize(garbageSent);
  }

  @Test
  void tellsOneEventAndOneAlertOfASoundInWhoseMiddleItIsKilled() throws Exception {
    topics.apply(SampleRules.of("siren", 1, "kit*", new Condition.Sound("siren", 0.5)));
    List<CaptionEvent> siren =
        SampleCaptions.hearing("kitchen", SampleCaptions.BEGIN, 80, "siren", 12, 52);
    topics.send(siren.subList(0, 6));
    try (KillableTopology killed = KillableTopology.start(topics.settings())) {
      await()
          .atMost(PATIENCE)
          .until(() -> !topics.soundEvents().isEmpty() && !topics.alerts().isEmpty());
      killed.kill();
    }
    topics.send(siren.subList(3, siren.size()));
    try (TopologyApp app = TopologyApp.start(topics.config())) {
      await().atMost(PATIENCE).until(() -> topics.soundEvents().size() >= siren.size() - 4);
      await().atMost(PATIENCE).until(() -> topics.alerts().size() >= 2);
    }
    assertThat(topics.alerts())
        .extracting(Alert::status)
        .containsExactly(Alert.Status.FIRING, Alert.Status.RESOLVED);
    assertThat(topics.alerts()).extracting(Alert::ruleId).containsOnly("siren");
    assertThat(topics.alerts().get(1).evidence()).hasSize(10);
    List<SoundEvent> events = topics.soundEvents();
    assertThat(events).extracting(SoundEvent::eventId).containsOnly(events.get(0).eventId());
    assertThat(events)
        .extracting(SoundEvent::revision)
        .containsExactlyElementsOf(IntStream.range(0, events.size()).boxed().toList());
    SoundEvent last = events.get(events.size() - 1);
    assertThat(last.phase()).isEqualTo(SoundEvent.Phase.ENDED);
    assertThat(last.end()).contains(SampleCaptions.BEGIN.plusSeconds(52));
    assertThat(last.captionCount()).isEqualTo(10);
  }

  @Test
  void tellsItsHealthAndTheMetricsThatTheDocsPromise() throws Exception {
    topics.send(captions("kitchen", 0, 3));
    var meters = new SimpleMeterRegistry();
    TopologyApp app = TopologyApp.start(topics.config());
    try (app) {
      app.bindTo(meters);
      await().atMost(PATIENCE).until(() -> timeline(app, "kitchen").size() == 3);

      assertThat(app.health().well()).isTrue();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(meters.getMeters())
                      .extracting(meter -> meter.getId().getName().replaceAll("[.-]", "_"))
                      .contains(
                          "kafka_consumer_fetch_manager_records_lag_max",
                          "kafka_stream_thread_process_total",
                          "kafka_stream_earwitness_repeated_captions_total",
                          "kafka_stream_earwitness_unusable_alert_rules_total"));
    }
    assertThat(app.health().well()).isFalse();
    assertThat(app.health().sentence()).endsWith("is NOT_RUNNING.");
  }

  @Test
  void losesAndRepeatsNothingWhenOneOfTwoIsKilledInTheMiddleOfEvents() throws Exception {
    topics.apply(SampleRules.of("siren", 1, "*", new Condition.Sound("siren", 0.5)));
    Map<String, List<CaptionEvent>> sirens = new TreeMap<>();
    for (String feed : FEEDS) {
      sirens.put(feed, SampleCaptions.hearing(feed, SampleCaptions.BEGIN, 80, "siren", 12, 52));
    }
    Map<String, String> other = new HashMap<>(topics.settings());
    other.put("topology.state-folder", folder.resolve("other").toString());
    try (KillableTopology killed = KillableTopology.start(topics.settings());
        KillableTopology survivor = KillableTopology.start(other)) {
      sirens.values().forEach(siren -> topics.send(siren.subList(0, 6)));
      await().atMost(PATIENCE).until(() -> topics.alerts().size() >= FEEDS.size());
      killed.kill();
      sirens.values().forEach(siren -> topics.send(siren.subList(3, siren.size())));
      await().atMost(PATIENCE).until(() -> topics.alerts().size() >= 2 * FEEDS.size());
      await().atMost(PATIENCE).until(() -> ended(topics.soundEvents()) >= FEEDS.size());
    }
    for (String feed : FEEDS) {
      assertThat(topics.alerts())
          .filteredOn(alert -> alert.feedId().equals(feed))
          .extracting(Alert::status)
          .containsExactly(Alert.Status.FIRING, Alert.Status.RESOLVED);
      List<SoundEvent> events =
          topics.soundEvents().stream().filter(event -> event.feedId().equals(feed)).toList();
      assertThat(events).extracting(SoundEvent::eventId).containsOnly(events.get(0).eventId());
      assertThat(events)
          .extracting(SoundEvent::revision)
          .containsExactlyElementsOf(IntStream.range(0, events.size()).boxed().toList());
      assertThat(events.get(events.size() - 1).captionCount()).isEqualTo(10);
    }
  }

  private static long ended(List<SoundEvent> events) {
    return events.stream().filter(event -> event.phase() == SoundEvent.Phase.ENDED).count();
  }

  /** Sends the windows of all feeds in transactions of ten, with garbage between them. */
  private void sendAll(long from, long to) {
    for (long window = from; window < to; window += 10) {
      List<CaptionEvent> batch = new ArrayList<>();
      for (String feed : FEEDS) {
        batch.addAll(captions(feed, window, Math.min(window + 10, to)));
      }
      topics.send(batch);
      topics.sendGarbage(FEEDS.get((int) (window / 10 % FEEDS.size())), "garbage " + window);
      garbageSent++;
    }
  }

  @Test
  void takesOverAtOnceFromOneThatLeft() throws Exception {
    topics.send(captions("kitchen", 0, 3));
    TopologyConfig first = topics.config();
    TopologyApp.start(first).close();
    topics.settings().put("topology.state-folder", folder.resolve("elsewhere").toString());
    Instant began = Instant.now();
    try (TopologyApp second = TopologyApp.start(topics.config())) {
      await().atMost(PATIENCE).until(() -> timeline(second, "kitchen").size() == 3);
      assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(30));
    }
  }

  @Test
  void saysWhatIsNotThereAtTheStart() {
    Map<String, String> settings = topics.settings();
    String registry = settings.put(KafkaSettings.REGISTRY_URL.key(), "http://127.0.0.1:1");
    assertThatThrownBy(() -> TopologyApp.start(topics.config()))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("http://127.0.0.1:1");
    settings.put(KafkaSettings.REGISTRY_URL.key(), registry);
    settings.put("topics.captions", "no.such.topic");
    settings.put("topics.create", "false");
    assertThatThrownBy(() -> TopologyApp.start(topics.config()))
        .isInstanceOf(TopicException.class)
        .hasMessageContaining("no.such.topic");
  }

  private static List<CaptionEvent> captions(String feed, long from, long to) {
    return LongStream.range(from, to).mapToObj(w -> SampleCaptions.of(feed, w)).toList();
  }

  /** A feed's timeline, or nothing while it can't be read. */
  private static List<CaptionEvent> timeline(TopologyApp app, String feed) {
    try {
      return app.timeline().query(feed, Instant.MIN, Instant.MAX);
    } catch (TimelineUnavailableException e) {
      return List.of();
    }
  }
}
