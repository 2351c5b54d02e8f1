package io.earwitness.captioner.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CaptionIdsTest {

  @Test
  void anIdIsTheBeginOfADocumentedHash() {
    // printf 'kitchen\0s1\0007\0abc' | sha256sum, by which ids made elsewhere can be checked.
    assertThat(CaptionIds.of("kitchen", "s1", 7, "abc"))
        .isEqualTo("f25a426255b6f12b552a676ee53565a0");
  }

  @Test
  void everyPartChangesIt() {
    assertThat(
            new String[] {
              CaptionIds.of("a", "b", 1, "m"),
              CaptionIds.of("x", "b", 1, "m"),
              CaptionIds.of("a", "x", 1, "m"),
              CaptionIds.of("a", "b", 2, "m"),
              CaptionIds.of("a", "b", 1, "n"),
              CaptionIds.of("ab", "", 1, "m"),
              CaptionIds.of("", "ab", 1, "m")
            })
        .doesNotHaveDuplicates();
  }
}
