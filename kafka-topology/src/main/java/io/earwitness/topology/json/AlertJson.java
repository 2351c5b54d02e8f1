package io.earwitness.topology.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.rule.Evidence;
import java.time.Instant;

/** An alert as an object of JSON, wherever it is told in JSON. */
public final class AlertJson {
  private AlertJson() {}

  public static ObjectNode of(Alert alert) {
    ObjectNode object =
        JsonNodeFactory.instance
            .objectNode()
            .put("alertId", alert.alertId())
            .put("revision", alert.revision())
            .put("rule", alert.ruleId())
            .put("ruleVersion", alert.ruleVersion())
            .put("feed", alert.feedId());
    ArrayNode feeds = object.putArray("feeds");
    alert.feedIds().forEach(feeds::add);
    object
        .put("status", alert.status().name())
        .put("resolvedBy", alert.resolvedBy().name())
        .put("severity", alert.severity())
        .put("start", alert.begin().toString())
        .put("end", alert.end().map(Instant::toString).orElse(null))
        .put("summary", alert.summary())
        .put("description", alert.description());
    ObjectNode labels = object.putObject("labels");
    alert.labels().forEach(labels::put);
    ArrayNode evidence = object.putArray("evidence");
    alert.evidence().forEach(one -> put(evidence.addObject(), one));
    return object.put("emittedAt", alert.emittedAt().toString());
  }

  private static void put(ObjectNode object, Evidence evidence) {
    object
        .put("captionId", evidence.captionId())
        .put("feed", evidence.feedId())
        .put("caption", evidence.caption())
        .put("start", evidence.begin().toString())
        .put("end", evidence.end().toString());
    evidence.label().ifPresent(label -> object.put("label", label));
    evidence.score().ifPresent(score -> object.put("score", score));
    evidence.similarity().ifPresent(cosine -> object.put("similarity", cosine));
    evidence.levelDbfs().ifPresent(level -> object.put("levelDbfs", level));
    object
        .put("sourceTopic", evidence.source().topic())
        .put("sourcePartition", evidence.source().partition())
        .put("sourceFirstOffset", evidence.source().first())
        .put("sourceLastOffset", evidence.source().last());
  }
}
