package io.earwitness.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.sound.SoundEvent;
import io.earwitness.captioner.window.WindowClosing;
import io.earwitness.events.AlertResolution;
import io.earwitness.events.AlertStatus;
import io.earwitness.events.ConditionMatch;
import io.earwitness.events.DeadLetterReason;
import io.earwitness.events.DeadLetterStage;
import io.earwitness.events.FeedEventKind;
import io.earwitness.events.SoundEnding;
import io.earwitness.events.SoundPhase;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemas name everything that the domain's enums name, and UNKNOWN before it. */
class EnumNamesTest {
  static Stream<Arguments> pairs() {
    return Stream.of(
        Arguments.of(ChunkEncoding.class, io.earwitness.events.ChunkEncoding.class),
        Arguments.of(WindowClosing.class, io.earwitness.events.WindowClosing.class),
        Arguments.of(FeedEvent.Kind.class, FeedEventKind.class),
        Arguments.of(SoundEvent.Phase.class, SoundPhase.class),
        Arguments.of(SoundEvent.Ending.class, SoundEnding.class),
        Arguments.of(AlertRule.Match.class, ConditionMatch.class),
        Arguments.of(Alert.Status.class, AlertStatus.class),
        Arguments.of(Alert.Resolution.class, AlertResolution.class),
        Arguments.of(DeadLetter.Stage.class, DeadLetterStage.class),
        Arguments.of(DeadLetter.Reason.class, DeadLetterReason.class));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void agree(Class<? extends Enum<?>> domain, Class<? extends Enum<?>> schema) {
    assertThat(names(schema)).first().isEqualTo("UNKNOWN");
    assertThat(names(schema)).containsAll(names(domain));
  }

  private static List<String> names(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
  }
}
