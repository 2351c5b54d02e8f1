package io.earwitness.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earwitness.captioner.alert.AlertSettings;
import io.earwitness.captioner.alert.AlertTracker;
import io.earwitness.captioner.alert.FeedAlerts;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.rule.Condition;
import io.earwitness.captioner.rule.RuleBook;
import io.earwitness.captioner.sound.FeedSounds;
import io.earwitness.captioner.sound.SoundEventSettings;
import io.earwitness.captioner.sound.SoundTracker;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonStateTest {
  /** A siren that goes on after three windows. */
  private static final List<CaptionEvent> SIREN =
      SampleCaptions.hearing("kitchen", SampleCaptions.BEGIN, 20, "siren", 12, 20);

  static Stream<Arguments> states() {
    return Stream.of(
        Arguments.of(FeedSounds.class, "feed-sounds", sounds()),
        Arguments.of(FeedAlerts.class, "feed-alerts", alerts()));
  }

  @ParameterizedTest
  @MethodSource("states")
  <S> void comesBackAsItWent(Class<S> type, String store, S state) {
    Serde<S> serde = JsonState.serde(type);
    byte[] bytes = serde.serializer().serialize(store, state);
    assertThat(serde.deserializer().deserialize(store, bytes)).isEqualTo(state);
  }

  @ParameterizedTest
  @MethodSource("states")
  <S> void isReadAsTheFirstVersionWroteIt(Class<S> type, String store, S state) throws Exception {
    String golden = "/state/v1/%s.json".formatted(store);
    try (InputStream bytes = JsonStateTest.class.getResourceAsStream(golden)) {
      assertThat(JsonState.serde(type).deserializer().deserialize(store, bytes.readAllBytes()))
          .isEqualTo(state);
    }
  }

  @Test
  void saysWhichStoreCannotBeRead() {
    Serde<FeedSounds> serde = JsonState.serde(FeedSounds.class);
    assertThatThrownBy(() -> serde.deserializer().deserialize("feed-sounds", "{".getBytes(UTF_8)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("feed-sounds holds what is no FeedSounds");
  }

  private static FeedSounds sounds() {
    SoundTracker tracker = new SoundTracker(SoundEventSettings.DEFAULT);
    FeedSounds state = FeedSounds.NONE;
    for (CaptionEvent caption : SIREN) {
      state = tracker.accept(state, caption, caption.end()).state();
    }
    return state;
  }

  private static FeedAlerts alerts() {
    AlertTracker tracker = new AlertTracker(AlertSettings.DEFAULT);
    RuleBook rules = new RuleBook();
    rules.put(SampleRules.of("siren", 1, "kitchen", new Condition.Sound("siren", 0.5)));
    FeedAlerts state = FeedAlerts.NONE;
    for (CaptionEvent caption : SIREN) {
      state = tracker.accept(state, rules, Map.of(), caption, caption.end()).state();
    }
    return state;
  }
}
