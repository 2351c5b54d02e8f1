package io.earwitness.app.print;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.captioner.caption.ModelIdentity;
import io.earwitness.captioner.compare.Agreement;
import io.earwitness.captioner.compare.Disagreement;
import io.earwitness.captioner.compare.Said;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How far a second bundle agrees with the live one. */
public final class AgreementText {
  private AgreementText() {}

  /** For people, line by line. */
  public static List<String> lines(ModelIdentity model, Agreement agreement, ZoneId zone) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s %s beside the live bundle: %d windows of %d %s captioned by both."
            .formatted(
                model.name(),
                model.version(),
                agreement.windows(),
                agreement.feeds(),
                agreement.feeds() == 1 ? "feed" : "feeds"));
    lines.add(share("the same kinds of sound", agreement.sameSounds()));
    lines.add(share("a kind in common, or none at all", agreement.commonSound()));
    lines.add(share("the same caption", agreement.sameCaption()));
    lines.add(
        String.format(
            Locale.ROOT,
            "  confidence: %.2f live, %.2f here, %.2f apart",
            agreement.liveConfidence(),
            agreement.shadowConfidence(),
            agreement.confidenceApart()));
    if (!agreement.worst().isEmpty()) {
      lines.add("Furthest apart:");
      agreement.worst().forEach(worst -> addWorst(worst, zone, lines));
    }
    return lines;
  }

  private static String share(String what, double share) {
    return String.format(Locale.ROOT, "  %3.0f %%  %s", 100 * share, what);
  }

  private static void addWorst(Disagreement worst, ZoneId zone, List<String> lines) {
    Said live = worst.live();
    lines.add(
        "  %s %s  %s"
            .formatted(
                live.begin().atZone(zone).toLocalDate(),
                Times.span(live.begin(), live.end(), zone),
                live.feedId()));
    lines.add("    live  " + said(live));
    lines.add("    here  " + said(worst.shadow()));
  }

  private static String said(Said said) {
    return String.format(
        Locale.ROOT,
        "%3.0f %%  %s  [%s]",
        100 * said.confidence(),
        said.caption(),
        String.join(", ", said.sounds()).replace('_', ' '));
  }

  /** For programs. */
  public static String json(ModelIdentity model, Agreement agreement) {
    ObjectNode object =
        Json.object()
            .put("model", model.name())
            .put("version", model.version())
            .put("sha256", model.sha256())
            .put("windows", agreement.windows())
            .put("feeds", agreement.feeds())
            .put("sameSounds", agreement.sameSounds())
            .put("commonSound", agreement.commonSound())
            .put("sameCaption", agreement.sameCaption())
            .put("liveConfidence", agreement.liveConfidence())
            .put("shadowConfidence", agreement.shadowConfidence())
            .put("confidenceApart", agreement.confidenceApart());
    ArrayNode worst = object.putArray("worst");
    for (Disagreement disagreement : agreement.worst()) {
      ObjectNode one =
          worst
              .addObject()
              .put("feed", disagreement.live().feedId())
              .put("begin", disagreement.live().begin().toString())
              .put("end", disagreement.live().end().toString())
              .put("weight", disagreement.weight());
      one.set("live", object(disagreement.live()));
      one.set("shadow", object(disagreement.shadow()));
    }
    return Json.line(object);
  }

  private static ObjectNode object(Said said) {
    ObjectNode object =
        Json.object().put("caption", said.caption()).put("confidence", said.confidence());
    ArrayNode sounds = object.putArray("sounds");
    said.sounds().forEach(sounds::add);
    return object;
  }
}
