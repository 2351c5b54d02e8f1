package io.earwitness.captioner.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedGlobTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*|anything/at.all|true",
        "shop-*|shop-|true",
        "shop-*|a-shop-1|false",
        "shop-?|shop-12|false",
        "{shop,mill}-1|mill-1|true",
        "{shop,mill}-1|shopmill-1|false",
        "a,b|a,b|true",
        "[a-c1]|2|false",
        "[a-c1]|b|true",
        "[!a-c]|b|false",
        "[!a-c]|z|true",
        "[a^]|^|true",
        "a.c|abc|false",
        "a\\*|a*|true",
        "a\\*|ab|false",
        "(x+)|(x+)|true",
      })
  void matchesAsGlobsDo(String glob, String feed, boolean matches) {
    assertThat(FeedGlob.compile(glob).matcher(feed).matches()).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a[bc|never closes [ (at character 2)",
        "a{b|never closes { (at character 3)",
        "a}|closes } that nothing opened (at character 2)",
        "{a,{b}}|opens { inside { … } (at character 4)",
        "[!]|has an empty [ ] (at character 1)",
        "[z-a]|has a range that runs backwards in [ ] (at character 1)",
        "a\\|ends with a backslash (at character 2)",
      })
  void saysWhatIsWrongWithAGlobAndWhere(String glob, String message) {
    assertThatThrownBy(() -> FeedGlob.compile(glob))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
