package io.earwitness.app.page.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.HeardSound;
import io.earwitness.captioner.caption.Hypothesis;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.rule.Evidence;
import io.earwitness.captioner.sound.SoundEvent;
import io.earwitness.web.Answers;
import java.time.Instant;

/** Events as the page reads them; times are milliseconds since 1970. Safe for several threads. */
public final class PageJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final double NANOS_PER_MILLI = 1e6;

  private PageJson() {}

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** As text. */
  public static String text(JsonNode node) {
    return Answers.text(node);
  }

  /** A caption as lists show it. */
  public static ObjectNode caption(CaptionEvent event) {
    Captioning captioning = event.captioning();
    ObjectNode node =
        object()
            .put("id", event.captionId())
            .put("feed", event.feedId())
            .put("begin", event.begin().toEpochMilli())
            .put("end", event.end().toEpochMilli())
            .put("text", captioning.text())
            .put("confidence", rounded(captioning.confidence()))
            .put("rms", rounded(event.level().rmsDbfs()))
            .put("peak", rounded(event.level().peakDbfs()))
            .put("missing", rounded(event.missingShare()));
    putSounds(node.putArray("sounds"), captioning);
    return node;
  }

  /** A caption with all that is known about it. */
  public static ObjectNode captionDetail(CaptionEvent event) {
    Captioning captioning = event.captioning();
    ObjectNode node =
        caption(event)
            .put("session", event.sessionId())
            .put("window", event.windowIndex())
            .put("closedBy", event.closedBy().name())
            .put("model", "%s %s".formatted(event.model().name(), event.model().version()))
            .put("modelSha256", event.model().sha256())
            .put("beams", event.decodeSettings().beams())
            .put("executionProvider", event.executionProvider())
            .put("rate", event.rate().hertz())
            .put("missingSamples", event.missingSamples())
            .put("closedAt", event.windowClosedAt().toEpochMilli())
            .put("inferenceBegan", captioning.inferenceBegan().toEpochMilli())
            .put("inferenceEnded", captioning.inferenceEnded().toEpochMilli())
            .put("batchSize", captioning.batchSize())
            .put("topic", event.source().topic())
            .put("partition", event.source().partition())
            .put("firstOffset", event.source().first())
            .put("lastOffset", event.source().last());
    captioning.clapAgreement().ifPresent(cosine -> node.put("agreement", rounded(cosine)));
    ArrayNode hypotheses = node.putArray("hypotheses");
    for (Hypothesis hypothesis : captioning.hypotheses()) {
      hypotheses
          .addObject()
          .put("text", hypothesis.text())
          .put("logProbability", rounded(hypothesis.logProbability()))
          .put("score", rounded(hypothesis.score()));
    }
    return node;
  }

  private static void putSounds(ArrayNode array, Captioning captioning) {
    for (HeardSound sound : captioning.sounds()) {
      array
          .addObject()
          .put("label", sound.label())
          .put("score", rounded(sound.score()))
          .put("from", Math.round(sound.begin().toNanos() / NANOS_PER_MILLI))
          .put("to", Math.round(sound.end().toNanos() / NANOS_PER_MILLI));
    }
  }

  /** A sound event, without the captions behind it. */
  public static ObjectNode sound(SoundEvent event) {
    return object()
        .put("id", event.eventId())
        .put("revision", event.revision())
        .put("feed", event.feedId())
        .put("label", event.label())
        .put("phase", event.phase().name())
        .put("begin", event.begin().toEpochMilli())
        .put("end", event.end().orElse(event.lastHeard()).toEpochMilli())
        .put("open", event.end().isEmpty())
        .put("confidence", rounded(event.peakConfidence()))
        .put("captions", event.captionCount());
  }

  public static ObjectNode feedEvent(FeedEvent event) {
    return object()
        .put("id", event.eventId())
        .put("feed", event.feedId())
        .put("kind", event.kind().name())
        .put("at", event.at().toEpochMilli())
        .put("observedAt", event.observedAt().toEpochMilli())
        .put("samples", event.endSample() - event.firstSample())
        .put("detail", event.detail());
  }

  public static ObjectNode alert(Alert alert) {
    ObjectNode node =
        object()
            .put("id", alert.alertId())
            .put("revision", alert.revision())
            .put("rule", alert.ruleId())
            .put("feed", alert.feedId())
            .put("status", alert.status().name())
            .put("resolvedBy", alert.resolvedBy().name())
            .put("severity", alert.severity())
            .put("begin", alert.begin().toEpochMilli())
            .put("summary", alert.summary())
            .put("description", alert.description());
    putTime(node, "end", alert.end().orElse(null));
    alert.feedIds().forEach(node.putArray("feeds")::add);
    ObjectNode labels = node.putObject("labels");
    alert.labels().forEach(labels::put);
    ArrayNode evidence = node.putArray("evidence");
    alert.evidence().forEach(one -> evidence.add(evidence(one)));
    return node;
  }

  private static ObjectNode evidence(Evidence evidence) {
    ObjectNode node =
        object()
            .put("id", evidence.captionId())
            .put("feed", evidence.feedId())
            .put("text", evidence.caption())
            .put("begin", evidence.begin().toEpochMilli())
            .put("end", evidence.end().toEpochMilli());
    evidence.label().ifPresent(label -> node.put("label", label));
    evidence.score().ifPresent(score -> node.put("score", rounded(score)));
    evidence.similarity().ifPresent(cosine -> node.put("similarity", rounded(cosine)));
    evidence.levelDbfs().ifPresent(level -> node.put("level", rounded(level)));
    return node;
  }

  public static void putTime(ObjectNode node, String name, Instant time) {
    if (time == null) {
      node.putNull(name);
    } else {
      node.put(name, time.toEpochMilli());
    }
  }

  /** To four digits: more would be noise. */
  public static double rounded(double value) {
    return Math.round(value * 1e4) / 1e4;
  }
}
