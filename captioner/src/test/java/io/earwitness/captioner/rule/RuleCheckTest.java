package io.earwitness.captioner.rule;

import static io.earwitness.captioner.rule.Rules.anyWord;
import static io.earwitness.captioner.rule.Rules.rule;
import static io.earwitness.captioner.rule.Rules.sound;
import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.event.FeedEvent;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RuleCheckTest {
  private static final ModelKnowledge MODEL = ModelKnowledge.of(Set.of("dog_bark", "siren"), true);

  @Test
  void findsNothingWrongWithARuleThatWorks() {
    AlertRule rule = rule("glass.night-1", sound("siren", 0.6), anyWord("glass breaks"));
    assertThat(sentences(rule)).isEmpty();
  }

  @Test
  void namesFieldAndValueOfWhatIsWrongWithConditions() {
    AlertRule rule =
        rule(
            "r",
            sound("syren", 0.5),
            sound("siren", 1.5),
            new Condition.Text(" ", TextEmbedding.NONE, -2),
            new Condition.Words(List.of(), List.of(), List.of()),
            anyWord("glass", "!?"),
            new Condition.Level(OptionalDouble.of(-10), OptionalDouble.of(-20)),
            new Condition.Level(OptionalDouble.empty(), OptionalDouble.empty()),
            sound("siren", Double.NaN));

    assertThat(sentences(rule))
        .containsExactly(
            "conditions[0].sound.label = syren is no sound that the model knows: [dog_bark, siren]",
            "conditions[1].sound.threshold = 1.5 is outside 0.0 to 1.0",
            "conditions[2].text.text = ' ' is empty",
            "conditions[2].text.threshold = -2.0 is outside -1.0 to 1.0",
            "conditions[3].words = [] names no word",
            "conditions[4].words = '!?' has no word in it",
            "conditions[5].level.belowDbfs = -20.0 is not above aboveDbfs = -10.0, so no level lies"
                + " between",
            "conditions[6].level = {} names no bound",
            "conditions[7].sound.threshold = NaN is outside 0.0 to 1.0");
  }

  @Test
  void asksForNoLabelOfAModelThatIsNotKnown() {
    assertThat(RuleCheck.problems(rule("r", sound("syren", 0.5)), ModelKnowledge.UNKNOWN))
        .isEmpty();
    assertThat(RuleCheck.problems(rule("r", sound("syren", 2)), ModelKnowledge.UNKNOWN)).hasSize(1);
  }

  @Test
  void refusesTextsWhereTheModelCannotCompareThem() {
    AlertRule rule = rule("r", new Condition.Text("glass", TextEmbedding.NONE, 0.3));
    assertThat(RuleCheck.problems(rule, ModelKnowledge.of(Set.of(), false)))
        .extracting(RuleProblem::sentence)
        .containsExactly(
            "conditions[0].text.text = 'glass' can't be compared: the model has no text tower");
  }

  @Test
  void namesWhatIsWrongWithWhereAndWhen() {
    AlertRule rule =
        Rules.at(
            Rules.within(rule("no spaces", anyWord("a")), new Scope(List.of("a[", ""), Map.of())),
            new Schedule(Set.of(), LocalTime.MIN, LocalTime.MIN, "Mars/Olympus"));
    assertThat(sentences(rule))
        .containsExactly(
            "rule = no spaces is no name of letters, digits, '.', '_' and '-', at most 100 long",
            "feeds[0] = a[ never closes [ (at character 2)",
            "feeds[1] =  is empty",
            "schedule.timeZone = Mars/Olympus is no time zone that the IANA data base knows");
  }

  @Test
  void namesWhatIsWrongWithAmounts() {
    Amount amount =
        new Amount(Duration.ofSeconds(-1), 3, Duration.ZERO, Optional.of(" "), Duration.ofDays(8));
    assertThat(sentences(Rules.with(rule("r", anyWord("a")), amount)))
        .containsExactly(
            "minimumDuration = PT-1S is outside 0 to 7 days",
            "incidentWithin = PT192H is outside 0 to 7 days",
            "within = PT0S leaves no time for 3 times",
            "incidentGroup =   names no label");
  }

  @Test
  void namesWhatIsWrongWithNotices() {
    Notice notice =
        new Notice(
            "",
            Map.of("a-b", "1", "feed", "2"),
            Duration.ofSeconds(-5),
            Duration.ZERO,
            "{label} at {place}",
            "{feed}");
    assertThat(sentences(Rules.with(rule("r", anyWord("a")), notice)))
        .satisfiesExactly(
            s -> assertThat(s).isEqualTo("severity = '' is empty"),
            s -> assertThat(s).isEqualTo("cooldown = PT-5S is negative"),
            s -> assertThat(s).startsWith("labels = a-b is no label name"),
            s -> assertThat(s).isEqualTo("labels = feed is a label that every alert has"),
            s -> assertThat(s).startsWith("summary = {place} is no placeholder: [begin, caption"));
  }

  @Test
  void wantsTheFeedsStateWatchedAlone() {
    Condition lost = new Condition.Health(Set.of(FeedEvent.Kind.STALLED), Duration.ZERO);
    assertThat(sentences(rule("r", lost))).isEmpty();
    assertThat(sentences(rule("r", lost, anyWord("a"))))
        .containsExactly(
            "conditions = 2 conditions mixes the state of the feed with others: give it a rule of"
                + " its own");
    assertThat(sentences(rule("r"))).containsExactly("conditions = [] watches for nothing");
  }

  @Test
  void tellsAChangeOfWhatIsWatchedFromAChangeOfHowItIsTold() {
    AlertRule rule = rule("r", sound("siren", 0.6));
    Notice other = new Notice("critical", Map.of(), Duration.ZERO, Duration.ZERO, "", "");

    assertThat(Rules.version(Rules.with(rule, other), 2).watchId()).isEqualTo(rule.watchId());
    assertThat(rule("r", sound("siren", 0.7)).watchId()).isNotEqualTo(rule.watchId());
    assertThat(rule("r", Rules.text(0.3, "old", 1, 0)).watchId())
        .isEqualTo(rule("r", Rules.text(0.3, "new", 0, 1)).watchId());
  }

  private static List<String> sentences(AlertRule rule) {
    return RuleCheck.problems(rule, MODEL).stream().map(RuleProblem::sentence).toList();
  }
}
