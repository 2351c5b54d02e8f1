package io.earwitness.topology.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.HeardSound;
import io.earwitness.captioner.caption.Hypothesis;
import io.earwitness.captioner.event.CaptionEvent;
import java.time.Duration;
import java.util.List;

/** A caption as an object of JSON, wherever it is told in JSON. */
public final class CaptionJson {
  private CaptionJson() {}

  /**
   * @param embedding whether with the CLAP audio embedding
   */
  public static ObjectNode of(CaptionEvent event, boolean embedding) {
    ObjectNode object =
        JsonNodeFactory.instance
            .objectNode()
            .put("captionId", event.captionId())
            .put("feed", event.feedId())
            .put("session", event.sessionId())
            .put("window", event.windowIndex())
            .put("start", event.begin().toString())
            .put("end", event.end().toString())
            .put("firstSample", event.firstSample())
            .put("endSample", event.endSample())
            .put("rate", event.rate().hertz());
    putCaptioning(object, event.captioning());
    if (embedding) {
      putEmbedding(object, event.captioning());
    }
    return object
        .put("rmsDbfs", event.level().rmsDbfs())
        .put("peakDbfs", event.level().peakDbfs())
        .put("missingShare", event.missingShare())
        .put("closedBy", event.closedBy().name())
        .put("model", "%s %s".formatted(event.model().name(), event.model().version()))
        .put("modelSha256", event.model().sha256())
        .put("executionProvider", event.executionProvider());
  }

  /**
   * Adds what was heard: {@code caption}, {@code confidence}, {@code alternatives}, {@code labels}.
   */
  public static void putCaptioning(ObjectNode object, Captioning captioning) {
    object.put("caption", captioning.text());
    object.put("confidence", captioning.confidence());
    captioning.clapAgreement().ifPresent(cosine -> object.put("clapAgreement", cosine));
    putSounds(object.putArray("labels"), captioning.sounds());
    ArrayNode alternatives = object.putArray("alternatives");
    List<Hypothesis> others = captioning.hypotheses();
    for (Hypothesis other : others.subList(1, others.size())) {
      alternatives
          .addObject()
          .put("caption", other.text())
          .put("logProbability", other.logProbability());
    }
  }

  /** Adds {@code embedding}: the CLAP audio embedding, where there is one. */
  public static void putEmbedding(ObjectNode object, Captioning captioning) {
    ArrayNode values = object.putArray("embedding");
    for (float value : captioning.embedding()) {
      values.add(value);
    }
  }

  private static void putSounds(ArrayNode array, List<HeardSound> sounds) {
    for (HeardSound sound : sounds) {
      array
          .addObject()
          .put("label", sound.label())
          .put("score", sound.score())
          .put("start", seconds(sound.begin()))
          .put("end", seconds(sound.end()));
    }
  }

  private static double seconds(Duration span) {
    return span.toNanos() / 1e9;
  }
}
