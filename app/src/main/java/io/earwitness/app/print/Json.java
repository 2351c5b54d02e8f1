package io.earwitness.app.print;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.HeardSound;
import io.earwitness.captioner.caption.Hypothesis;
import java.time.Duration;
import java.util.List;

/** Events as objects of JSON, one a line. Safe for use by several threads. */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static String line(ObjectNode object) {
    try {
      return MAPPER.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON can always be written", e);
    }
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
  static void putEmbedding(ObjectNode object, Captioning captioning) {
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

  static double seconds(Duration span) {
    return span.toNanos() / 1e9;
  }
}
