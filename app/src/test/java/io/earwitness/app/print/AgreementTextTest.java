package io.earwitness.app.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.caption.ModelIdentity;
import io.earwitness.captioner.compare.Agreement;
import io.earwitness.captioner.compare.Disagreement;
import io.earwitness.captioner.compare.Said;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AgreementTextTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final ModelIdentity MODEL = new ModelIdentity("own", "2", "00ff");

  @Test
  void tellsSharesAndTheWindowsThatAreFurthestApart() {
    Said live = said("a dog barks", 0.9, "dog_bark");
    Said shadow = said("rain falls on glass", 0.8, "rain", "glass_breaking");
    Agreement agreement =
        new Agreement(
            200, 1, 0.805, 0.9, 0.5, 0.7, 0.75, 0.06, List.of(new Disagreement(live, shadow, 0.8)));

    assertThat(AgreementText.lines(MODEL, agreement, ZoneOffset.UTC))
        .containsExactly(
            "own 2 beside the live bundle: 200 windows of 1 feed captioned by both.",
            "   81 %  the same kinds of sound",
            "   90 %  a kind in common, or none at all",
            "   50 %  the same caption",
            "  confidence: 0.70 live, 0.75 here, 0.06 apart",
            "Furthest apart:",
            "  2026-05-01 12:00:00–12:00:10  yard",
            "    live   90 %  a dog barks  [dog bark]",
            "    here   80 %  rain falls on glass  [glass breaking, rain]");
    assertThat(AgreementText.json(MODEL, agreement))
        .contains("\"sameSounds\":0.805", "\"shadow\":{\"caption\":\"rain falls on glass\"");
  }

  private static Said said(String caption, double confidence, String... sounds) {
    return new Said(
        "yard", NOON, NOON.plusSeconds(10), caption, new TreeSet<>(Set.of(sounds)), confidence, 0);
  }
}
