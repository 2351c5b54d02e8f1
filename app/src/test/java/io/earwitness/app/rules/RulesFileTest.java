package io.earwitness.app.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.earwitness.app.yaml.YamlFileException;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.Amount;
import io.earwitness.captioner.rule.Condition;
import io.earwitness.captioner.rule.ModelKnowledge;
import io.earwitness.captioner.rule.Notice;
import io.earwitness.captioner.rule.Schedule;
import io.earwitness.captioner.rule.Scope;
import io.earwitness.captioner.rule.TextEmbedding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesFileTest {
  private static final ModelKnowledge MODEL =
      ModelKnowledge.of(Set.of("glass_breaking", "dog_bark"), true);

  @TempDir Path folder;

  @Test
  void readsEverythingThatARuleCanSay() throws Exception {
    List<AlertRule> rules =
        read(
            """
            rules:
              glass-at-night:
                feeds: [shop-*, till]
                feed-labels: {site: north}
                schedule: {days: [mon-wed, Sat], hours: 22:00-06:30, time-zone: Europe/Berlin}
                all:
                  - sound: Glass breaking
                    threshold: 0.6
                  - text: glass shattering
                    threshold: 0.35
                  - words: [window, glass breaks]
                    all-words: [loud]
                    no-words: wine glass
                  - level-above: -30
                    level-below: -3.5
                minimum-duration: 500ms
                times: 2
                within: 1m
                incident: {group: site, within: 5s}
                severity: critical
                labels: {team: night}
                cooldown: 5m
                repeat: 1h
                summary: "{label} on {feed}"
                description: ""
              dead:
                enabled: false
                any:
                  - health: [stalled, silent]
                    lasting: 30s
            """);

    assertThat(rules.get(0))
        .isEqualTo(
            new AlertRule(
                "glass-at-night",
                1,
                true,
                new Scope(List.of("shop-*", "till"), Map.of("site", "north")),
                Optional.of(
                    new Schedule(
                        EnumSet.of(
                            DayOfWeek.MONDAY,
                            DayOfWeek.TUESDAY,
                            DayOfWeek.WEDNESDAY,
                            DayOfWeek.SATURDAY),
                        LocalTime.of(22, 0),
                        LocalTime.of(6, 30),
                        "Europe/Berlin")),
                AlertRule.Match.ALL,
                List.of(
                    new Condition.Sound("glass_breaking", 0.6),
                    new Condition.Text("glass shattering", TextEmbedding.NONE, 0.35),
                    new Condition.Words(
                        List.of("window", "glass breaks"), List.of("loud"), List.of("wine glass")),
                    new Condition.Level(OptionalDouble.of(-30), OptionalDouble.of(-3.5))),
                new Amount(
                    Duration.ofMillis(500),
                    2,
                    Duration.ofMinutes(1),
                    Optional.of("site"),
                    Duration.ofSeconds(5)),
                new Notice(
                    "critical",
                    Map.of("team", "night"),
                    Duration.ofMinutes(5),
                    Duration.ofHours(1),
                    "{label} on {feed}",
                    ""),
                Instant.EPOCH));
    assertThat(rules.get(1).enabled()).isFalse();
    assertThat(rules.get(1).conditions())
        .containsExactly(
            new Condition.Health(
                Set.of(FeedEvent.Kind.STALLED, FeedEvent.Kind.SILENT), Duration.ofSeconds(30)));
  }

  @Test
  void readsBackWhatItLists() throws Exception {
    List<AlertRule> rules =
        read(
            """
            rules:
              a:
                feeds: "*"
                schedule: {hours: 22:00-24:00, days: sun, time-zone: UTC}
                any: [{sound: dog bark, threshold: 0.5}, {level-below: -60}]
                incident: {group: site}
                labels: {team: "1"}
              b:
                all: [{text: "a dog: barking", threshold: 0.2}, {all-words: [a], no-words: ["no"]}]
                enabled: false
                description: "two\\nlines"
              c:
                any: [{health: stuttering, lasting: 2m}]
            """);
    assertThat(read(RuleYaml.of(rules))).isEqualTo(rules);
  }

  /** The rule stands in lines 2 and on; what is wrong, in line 5. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "feeds: [ok, 'shop['] | 5:17 | never closes [",
        "severty: critical | 5:5 | did you mean 'severity'?",
        "cooldown: 5 | 5:15 | a duration such as 500ms",
        "times: 0 | 5:12 | is outside 1 to 1000",
        "times: some | 5:12 | a whole number",
        "times: 3 | 2:3 | leaves no time for 3 times",
        "schedule: {time-zone: Mars/Base} | 5:27 | is no time zone",
        "schedule: {hours: 25:00-06:00} | 5:23 | does not exist",
        "schedule: {days: [moonday]} | 5:23 | is no day",
        "summary: 'heard {lable}' | 5:14 | {lable} is no placeholder",
        "labels: {feed: a} | 5:13 | is a label that every alert has",
        "incident: {within: 5s} | 5:15 | names the feed label",
        "repeat: -1s | 5:13 | a duration",
        "all: [{sound: dog bark}] | 5:5 | either 'any'",
        "severity: | 5:14 | is empty",
        "feeds: {a: b} | 5:12 | must be plain text",
        "'[': - | 5:10 | not YAML",
      })
  void tellsTheLineOfWhatIsWrongWithARule(String line, String place, String wrong) {
    String yaml = "rules:\n  a:\n    any:\n      - sound: dog bark\n    %s\n".formatted(line);
    assertThat(refusal(yaml)).contains("rules.yaml:" + place, wrong);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "sound: glas breaking | 4:16 | did you mean 'glass breaking'?",
        "{sound: dog bark, threshold: 7} | 4:38 | is outside 0.0 to 1.0",
        "{text: rain, threshold: 1.5} | 4:33 | is outside -1.0 to 1.0",
        "{sound: dog bark, level-above: -3} | 4:27 | are two conditions",
        "{level-above: -3, threshold: 0.5} | 4:27 | goes with 'sound' and 'text'",
        "{level-above: -3, level-below: -9} | 4:40 | so no level lies between",
        "level-above: 3 | 4:22 | is outside -120.0 to 0.0",
        "words: '!' | 4:16 | has no word in it",
        "health: gone | 4:17 | is no state of a feed",
        "health: late | 4:17 | is no state that lasts",
        "sond: dog bark | 4:9 | did you mean 'sound'?",
        "dog | 4:9 | expected a condition",
      })
  void tellsThePlaceOfWhatIsWrongWithACondition(String condition, String place, String wrong) {
    String yaml = "rules:\n  a:\n    any:\n      - %s\n".formatted(condition);
    assertThat(refusal(yaml)).contains("rules.yaml:" + place, wrong);
  }

  @Test
  void tellsAllThatIsWrongAtOnce() {
    String refusal =
        refusal(
            """
            rules:
              bad name:
                any: [{sound: cat}]
                times: some
              bad name:
                any: []
            """);
    assertThat(refusal.lines())
        .extracting(line -> line.replaceAll(".*rules.yaml:(\\d+:\\d+).*", "$1"))
        .containsExactly("2:3", "3:19", "4:12", "5:3", "5:3", "6:10");
  }

  @Test
  void saysThatTheFileIsMissingOrHoldsNoRules() {
    assertThatThrownBy(() -> RulesFile.read(folder.resolve("none.yaml"), MODEL))
        .isInstanceOf(YamlFileException.class)
        .hasMessageContaining("none.yaml");
    assertThat(refusal("")).contains("empty");
    assertThat(refusal("- a\n")).contains("1:1", "rules");
    assertThat(refusal("rules:\n  - a\n")).contains("2:3", "each rule by its name");
  }

  private String refusal(String yaml) {
    return catchThrowable(() -> read(yaml)).getMessage();
  }

  private List<AlertRule> read(String yaml) throws IOException {
    return RulesFile.read(Files.writeString(folder.resolve("rules.yaml"), yaml), MODEL);
  }
}
