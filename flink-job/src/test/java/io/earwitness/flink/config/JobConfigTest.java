package io.earwitness.flink.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earwitness.captioner.overload.OverloadLimits;
import io.earwitness.settings.Settings;
import io.earwitness.settings.SettingsBuilder;
import io.earwitness.settings.SettingsException;
import io.earwitness.settings.keys.AllSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobConfigTest {
  @Test
  void hasWhatTheSettingsSay() {
    JobConfig config = JobConfig.of(settings().set("window.hop=2s").resolve());

    assertThat(config.window().hop()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.window().topic()).isEqualTo("audio.chunks");
    assertThat(config.isExactlyOnce()).isTrue();
  }

  @Test
  void refusesAHopThatLeavesSoundOut() {
    Settings settings = settings().set("window.length=4s").resolve();

    assertThatThrownBy(() -> JobConfig.of(settings))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("window.hop is longer than window.length");
  }

  @Test
  void aRunBesideTheLiveJobWritesUnderNamesOfItsOwn() {
    JobConfig config =
        JobConfig.of(settings().set("job.run=shadow").set("caption.share=0.2").resolve());

    assertThat(config.name()).isEqualTo("earwitness-shadow");
    assertThat(config.topics().chunks().name()).isEqualTo("audio.chunks");
    assertThat(config.topics().captions().name()).isEqualTo("audio.captions.shadow");
    assertThat(config.topics().feedEvents().name()).isEqualTo("audio.feed-events.shadow");
    assertThat(config.topics().deadLetters().name()).isEqualTo("audio.dead-letters.shadow");
    assertThat(config.topics().alerts().name()).isEqualTo("audio.alerts");
  }

  @Test
  void refusesToLeaveWindowsOfTheLiveJobOut() {
    Settings settings = settings().set("caption.share=0.2").resolve();

    assertThatThrownBy(() -> JobConfig.of(settings))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("caption.share is below 1");
  }

  @Test
  void aRangeOfThePastIsCaptionedUnderANameOfItsOwnAndWithoutHaste() {
    JobConfig config =
        JobConfig.of(
            settings()
                .set("job.run=noon")
                .set("job.from=2026-05-01T12:00:00Z")
                .set("job.to=2026-05-01T15:00:00+02:00")
                .set("overload.policy=skip-ahead")
                .resolve());

    assertThat(config.range().from()).isEqualTo("2026-05-01T12:00:00Z");
    assertThat(config.range().to()).isEqualTo("2026-05-01T13:00:00Z");
    assertThat(config.range().holds(Instant.parse("2026-05-01T13:00:00Z"))).isFalse();
    assertThat(config.range().readFrom()).isEqualTo("2026-05-01T11:59:18Z");
    assertThat(config.caption().overload()).isEqualTo(OverloadLimits.OFF);
  }

  @Test
  void refusesHalfARangeOneThatRunsBackwardsAndOneForTheLiveJob() {
    String from = "job.from=2026-05-01T12:00:00Z";

    assertThatThrownBy(() -> JobConfig.of(settings().set("job.run=a").set(from).resolve()))
        .isInstanceOf(SettingsException.class)
        .hasMessage("job.from and job.to go together: a range has both ends.");
    assertThatThrownBy(
            () ->
                JobConfig.of(
                    settings()
                        .set("job.run=a")
                        .set(from)
                        .set("job.to=2026-05-01T12:00:00Z")
                        .resolve()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("which is not before job.to");
    assertThatThrownBy(() -> JobConfig.of(settings().set(from).resolve()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("job.from is for a run beside the live job");
    assertThatThrownBy(() -> JobConfig.of(settings().set("job.feeds=door").resolve()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("job.feeds is for a run beside the live job");
  }

  @Test
  void namesTheGlobOfFeedsThatCanNotBeRead() {
    Settings settings = settings().set("overload.high-priority=door-*,{").resolve();

    assertThatThrownBy(() -> JobConfig.of(settings))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("overload.high-priority")
        .hasMessageContaining("never closes {");
  }

  @Test
  void handsCudasOwnOptionsOn() {
    JobConfig config =
        JobConfig.of(
            settings()
                .set("caption.cuda.memory-limit=2GiB")
                .set("caption.cuda.options.cudnn_conv_algo_search=HEURISTIC")
                .resolve());

    assertThat(config.engine().cuda().memoryLimitBytes()).isEqualTo(2L << 30);
    assertThat(config.engine().cuda().options())
        .containsExactly(Map.entry("cudnn_conv_algo_search", "HEURISTIC"));
  }

  @Test
  void saysThatTheBrokersAreMissing() {
    Settings settings = Settings.of(AllSettings.CATALOGUE).set("registry.url=http://r").resolve();

    assertThatThrownBy(() -> JobConfig.of(settings))
        .hasMessageContaining("kafka.bootstrap.servers is not set");
  }

  private static SettingsBuilder settings() {
    return Settings.of(AllSettings.CATALOGUE)
        .set("kafka.bootstrap.servers=broker:9092")
        .set("registry.url=http://registry:8081");
  }
}
