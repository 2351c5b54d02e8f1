package io.earwitness.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.rule.Condition;
import io.earwitness.captioner.sound.SoundEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Today's topology on the captions of every release. */
class GoldenCaptionsTest {
  @TempDir Path folder;

  static List<GoldenCaptions> releases() throws IOException {
    return GoldenCaptions.all();
  }

  @ParameterizedTest
  @MethodSource("releases")
  void hearsInThemWhatItHearsInItsOwn(GoldenCaptions golden) throws Exception {
    try (TimelineHarness harness = new TimelineHarness(folder)) {
      harness.apply(SampleRules.of("siren", 1, "*", new Condition.Sound("siren", 0.5)));
      for (byte[] body : golden.bodies()) {
        harness.sendWritten(GoldenCaptions.FEED, golden.schema(), body);
      }

      assertThat(harness.timeline().query(GoldenCaptions.FEED, Instant.MIN, Instant.MAX))
          .extracting(CaptionEvent::captionId)
          .containsExactlyElementsOf(
              GoldenCaptions.captions().stream().map(CaptionEvent::captionId).toList());
      List<SoundEvent> events = harness.soundEvents();
      SoundEvent last = events.get(events.size() - 1);
      assertThat(last.phase()).isEqualTo(SoundEvent.Phase.ENDED);
      assertThat(last.begin()).isEqualTo(SampleCaptions.BEGIN.plusSeconds(12));
      assertThat(last.end()).contains(SampleCaptions.BEGIN.plusSeconds(52));
      assertThat(last.captionCount()).isEqualTo(10);
      assertThat(harness.alerts())
          .extracting(Alert::status)
          .containsExactly(Alert.Status.FIRING, Alert.Status.RESOLVED);
      assertThat(harness.deadLetters()).isEmpty();
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "golden.captions", matches = ".+")
  void writesThoseOfARelease() throws Exception {
    GoldenCaptions.write(System.getProperty("golden.captions"));
  }
}
