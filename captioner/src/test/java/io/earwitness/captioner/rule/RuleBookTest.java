package io.earwitness.captioner.rule;

import static io.earwitness.captioner.rule.Rules.anyWord;
import static io.earwitness.captioner.rule.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.rule.AlertRule.Match;
import io.earwitness.captioner.sound.Captions;
import io.earwitness.captioner.window.WindowClosing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RuleBookTest {
  private final RuleBook book = new RuleBook();

  @Test
  void findsRulesByNameGlobAndLabel() {
    book.put(on("by-name", "shop-1"));
    book.put(on("by-glob", "shop-*"));
    book.put(on("by-either", "yard", "{shop,mill}-?"));
    book.put(rule("everywhere", anyWord("dog")));
    book.put(Rules.within(on("by-label"), new Scope(List.of("shop-*"), Map.of("city", "Ulm"))));

    assertThat(watching("shop-1", Map.of()))
        .containsExactly("by-either", "by-glob", "by-name", "everywhere");
    assertThat(watching("shop-1", Map.of("city", "Ulm", "floor", "2"))).contains("by-label");
    assertThat(watching("shop-12", Map.of("city", "Bonn")))
        .containsExactly("by-glob", "everywhere");
    assertThat(watching("yard", Map.of("city", "Ulm"))).containsExactly("by-either", "everywhere");
  }

  @Test
  void takesEveryChangeUpAtOnce() {
    book.put(on("r", "shop-1", "mill-*"));
    assertThat(watching("shop-1", Map.of())).containsExactly("r");
    book.put(on("r", "shop-2"));
    assertThat(watching("shop-1", Map.of())).isEmpty();
    assertThat(watching("mill-1", Map.of())).isEmpty();
    assertThat(watching("shop-2", Map.of())).containsExactly("r");
    book.put(Rules.disabled(on("r", "shop-2")));
    assertThat(watching("shop-2", Map.of())).isEmpty();
    assertThat(book.rule("r")).isEmpty();
    book.put(on("r", "shop-2"));
    book.remove("r");
    book.remove("never-there");
    assertThat(watching("shop-2", Map.of())).isEmpty();
  }

  @Test
  void keepsTheFormerVersionOfARuleThatCannotBePut() {
    book.put(on("r", "shop-1"));
    assertThatThrownBy(() -> book.put(on("r", "shop-[")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("never closes [ (at character 6)");
    assertThat(watching("shop-1", Map.of())).containsExactly("r");
  }

  @Provide
  Arbitrary<String> scopes() {
    return Arbitraries.of("*", "a", "b*", "ab", "?", "a?", "[ab]*", "{a,bb}", "*b", "a*b*");
  }

  @Property
  void agreesWithAskingEveryRule(
      @ForAll List<@From("scopes") String> scopes, @ForAll("names") String feed) {
    RuleBook large = new RuleBook();
    for (int i = 0; i < scopes.size(); i++) {
      large.put(on("r%03d".formatted(i), scopes.get(i)));
    }
    List<String> expected =
        Stream.iterate(0, i -> i < scopes.size(), i -> i + 1)
            .filter(i -> FeedGlob.compile(scopes.get(i)).matcher(feed).matches())
            .map("r%03d"::formatted)
            .toList();
    assertThat(watching(large, feed, Map.of())).isEqualTo(expected);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().withChars("abc").ofMaxLength(4);
  }

  private static AlertRule on(String id, String... feeds) {
    return rule(id, List.of(feeds), Match.ALL, anyWord("dog"));
  }

  private List<String> watching(String feedId, Map<String, String> labels) {
    return watching(book, feedId, labels);
  }

  /** The rules that fire on a caption of the feed which all of them look for. */
  private static List<String> watching(RuleBook book, String feedId, Map<String, String> labels) {
    CaptionEvent caption =
        new Captions(feedId, "s", Instant.EPOCH)
            .window(0, WindowClosing.COMPLETE, List.of(), "a dog", new float[0], -20);
    return book.forFeed(feedId, labels).match(caption).matches().stream()
        .map(match -> match.rule().ruleId())
        .toList();
  }
}
