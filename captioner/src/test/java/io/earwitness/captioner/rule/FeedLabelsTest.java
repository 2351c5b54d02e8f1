package io.earwitness.captioner.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FeedLabelsTest {
  private final FeedLabels labels =
      FeedLabels.of(
          Map.of("shop-*", Map.of("site", "north", "floor", "1"), "shop-7", Map.of("floor", "2")));

  @Test
  void ofANameCountMoreThanThoseOfAGlob() {
    assertThat(labels.of("shop-7")).isEqualTo(Map.of("site", "north", "floor", "2"));
    assertThat(labels.of("yard")).isEmpty();
  }

  @Test
  void givenLaterCountMostUntilOthersAreGiven() {
    labels.give(Map.of("shop-7", Map.of("floor", "3"), "yard", Map.of("site", "south")));
    assertThat(labels.of("shop-7")).isEqualTo(Map.of("site", "north", "floor", "3"));
    assertThat(labels.of("yard")).isEqualTo(Map.of("site", "south"));
    labels.give(Map.of());
    assertThat(labels.of("shop-7")).containsEntry("floor", "2");
    assertThat(labels.of("yard")).isEmpty();
  }
}
