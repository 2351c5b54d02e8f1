package io.earwitness.captioner.rule;

import static io.earwitness.captioner.rule.Rules.anyWord;
import static io.earwitness.captioner.rule.Rules.louder;
import static io.earwitness.captioner.rule.Rules.noWord;
import static io.earwitness.captioner.rule.Rules.quieter;
import static io.earwitness.captioner.rule.Rules.rule;
import static io.earwitness.captioner.rule.Rules.text;
import static io.earwitness.captioner.sound.Captions.sound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.health.Ailment;
import io.earwitness.captioner.rule.AlertRule.Match;
import io.earwitness.captioner.rule.RuleMatch.Span;
import io.earwitness.captioner.sound.Captions;
import io.earwitness.captioner.sound.Captions.Sound;
import io.earwitness.captioner.window.WindowClosing;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeedRulesTest {
  /** A Sunday. */
  private static final Instant BEGIN = Instant.parse("2026-03-01T22:00:00Z");

  private static final String MODEL = Captions.MODEL.sha256();
  private final Captions feed = new Captions("shop-1", "s1", BEGIN);

  @Test
  void findsWordsByTheirStems() {
    CaptionEvent caption = caption("Dogs are barking while a siren wails");

    assertThat(matches(caption, rule("r", anyWord("bark")))).isTrue();
    assertThat(matches(caption, rule("r", anyWord("cat", "dog barks")))).isFalse();
    assertThat(matches(caption, rule("r", anyWord("cat", "sirens wailing")))).isTrue();
    assertThat(matches(caption, rule("r", anyWord("sirens bark")))).isFalse();
    assertThat(matches(caption, rule("r", noWord("rain")))).isTrue();
    assertThat(matches(caption, rule("r", anyWord("dog"), noWord("wail")))).isFalse();
    Condition all = new Condition.Words(List.of(), List.of("dog", "siren"), List.of());
    assertThat(matches(caption, rule("r", all))).isTrue();
    assertThat(matches(caption("a dog barks"), rule("r", all))).isFalse();
  }

  @Test
  void saysWhereASoundIsAndHowSure() {
    CaptionEvent caption =
        heard(sound("glass", 0.7, 2, 3), sound("glass", 0.9, 6, 7), sound("glass", 0.4, 8, 9));

    RuleMatch match = only(caption, rule("r", Rules.sound("glass", 0.6)));

    assertThat(match.spans())
        .containsExactly(
            new Span(BEGIN.plusSeconds(2), BEGIN.plusSeconds(3)),
            new Span(BEGIN.plusSeconds(6), BEGIN.plusSeconds(7)));
    Evidence evidence = match.evidence();
    assertThat(evidence.label()).contains("glass");
    assertThat(evidence.score()).hasValue(0.9);
    assertThat(evidence.begin()).isEqualTo(BEGIN.plusSeconds(2));
    assertThat(evidence.end()).isEqualTo(BEGIN.plusSeconds(7));
    assertThat(evidence.captionId()).isEqualTo(caption.captionId());
    assertThat(evidence.source()).isEqualTo(caption.source());
  }

  @Test
  void letsASoundNarrowDownWhatHoldsForTheWholeWindow() {
    CaptionEvent caption = heard(sound("glass", 0.7, 2, 3));
    Condition glass = Rules.sound("glass", 0.6);
    Condition loud = louder(-30);

    assertThat(only(caption, rule("r", glass, loud)).spans())
        .containsExactly(new Span(BEGIN.plusSeconds(2), BEGIN.plusSeconds(3)));
    assertThat(only(caption, rule("r", List.of(), Match.ANY, glass, loud)).spans())
        .containsExactly(new Span(BEGIN, BEGIN.plusSeconds(10)));
    assertThat(only(caption, rule("r", List.of(), Match.ANY, glass, quieter(-30))).spans())
        .containsExactly(new Span(BEGIN.plusSeconds(2), BEGIN.plusSeconds(3)));
  }

  @Test
  void comparesATextWithTheWindowsEmbedding() {
    CaptionEvent caption = caption("", new float[] {0.6f, 0.8f, 0, 0, 0}, -20);
    float[] near = {0.8f, 0.6f, 0, 0, 0};

    RuleMatch match = only(caption, rule("r", text(0.95, MODEL, near)));
    assertThat(match.evidence().similarity().orElseThrow()).isCloseTo(0.96, within(1e-6));
    assertThat(matches(caption, rule("r", text(0.97, MODEL, near)))).isFalse();
    assertThat(matches(caption, rule("r", text(-1, MODEL, 0, 0, 0, 0, 1)))).isTrue();
  }

  @Test
  void namesRulesWhoseTextAnotherBundleEmbedded() {
    CaptionEvent caption = caption("a dog", new float[] {1, 0}, -20);
    RuleBook book = new RuleBook();
    book.put(rule("other-model", text(-1, "beef", 1, 0)));
    book.put(rule("other-length", text(-1, MODEL, 1, 0, 0)));
    book.put(rule("not-made", new Condition.Text("x", TextEmbedding.NONE, -1)));
    book.put(rule("fits", text(0.5, MODEL, 1, 0)));
    book.put(rule("or", List.of(), Match.ANY, text(-1, "beef", 1, 0), anyWord("dog")));

    FeedRules.Verdict verdict = book.forFeed("shop-1", Map.of()).match(caption);

    assertThat(verdict.matches()).extracting(m -> m.rule().ruleId()).containsExactly("fits", "or");
    assertThat(verdict.misfits())
        .extracting(AlertRule::ruleId)
        .containsExactly("not-made", "or", "other-length", "other-model");
  }

  @Test
  void holdsALevelBetweenItsBounds() {
    CaptionEvent caption = caption("", new float[0], -40);
    assertThat(matches(caption, rule("r", louder(-41)))).isTrue();
    assertThat(matches(caption, rule("r", louder(-40)))).isFalse();
    assertThat(matches(caption, rule("r", quieter(-39)))).isTrue();
    assertThat(only(caption, rule("r", louder(-41), quieter(-39))).evidence().levelDbfs())
        .hasValue(-40);
  }

  @Test
  void countsOnlySpansThatBeginInItsHours() {
    // 23:00:05 in Berlin.
    Schedule fromThen =
        new Schedule(
            Set.of(DayOfWeek.SUNDAY), LocalTime.of(23, 0, 5), LocalTime.of(6, 0), "Europe/Berlin");
    CaptionEvent caption = heard(sound("glass", 0.7, 2, 3), sound("glass", 0.8, 6, 7));

    RuleMatch match = only(caption, Rules.at(rule("r", Rules.sound("glass", 0.6)), fromThen));

    assertThat(match.spans()).containsExactly(new Span(BEGIN.plusSeconds(6), BEGIN.plusSeconds(7)));
  }

  @Test
  void asksHealthRulesOfTheStateOfTheFeedOnly() {
    RuleBook book = new RuleBook();
    Condition lost =
        new Condition.Health(Set.of(FeedEvent.Kind.STALLED, FeedEvent.Kind.SILENT), Duration.ZERO);
    book.put(rule("lost", lost));
    FeedRules rules = book.forFeed("shop-1", Map.of());

    assertThat(rules.match(caption("a dog barks")).matches()).isEmpty();
    assertThat(rules.match("shop-1", List.of(ailment(FeedEvent.Kind.CLIPPING)), BEGIN)).isEmpty();
    assertThat(rules.match("shop-1", List.of(ailment(FeedEvent.Kind.STALLED)), BEGIN))
        .extracting(m -> m.evidence().caption())
        .containsExactly("nothing came for 30 s");
  }

  private static Ailment ailment(FeedEvent.Kind kind) {
    return new Ailment("e", kind, BEGIN, BEGIN, "nothing came for 30 s");
  }

  private boolean matches(CaptionEvent caption, AlertRule rule) {
    return !verdict(caption, rule).matches().isEmpty();
  }

  private RuleMatch only(CaptionEvent caption, AlertRule rule) {
    assertThat(verdict(caption, rule).matches()).hasSize(1);
    return verdict(caption, rule).matches().get(0);
  }

  private FeedRules.Verdict verdict(CaptionEvent caption, AlertRule rule) {
    RuleBook book = new RuleBook();
    book.put(rule);
    return book.forFeed(caption.feedId(), Map.of()).match(caption);
  }

  private CaptionEvent caption(String text) {
    return caption(text, new float[0], -20);
  }

  private CaptionEvent caption(String text, float[] embedding, double rmsDbfs) {
    return feed.window(0, WindowClosing.COMPLETE, List.of(), text, embedding, rmsDbfs);
  }

  private CaptionEvent heard(Sound... sounds) {
    return feed.window(0, WindowClosing.COMPLETE, List.of(sounds));
  }
}
