package io.earwitness.topology.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.captioner.health.Ailment;
import java.util.TreeMap;

/** A feed as an object of JSON. */
final class FeedJson {
  private FeedJson() {}

  static ObjectNode of(FeedStanding feed) {
    ObjectNode object =
        JsonNodeFactory.instance
            .objectNode()
            .put("feed", feed.feedId())
            .put("newestCaptionStart", feed.newestBegin().toString())
            .put("lastCaptionAt", feed.lastCaptionAt().toString())
            .put("sessionEnded", feed.ended())
            .put("healthy", feed.ailments().isEmpty());
    ArrayNode health = object.putArray("health");
    for (Ailment ailment : feed.ailments()) {
      health
          .addObject()
          .put("kind", ailment.kind().name())
          .put("since", ailment.since().toString())
          .put("at", ailment.at().toString())
          .put("detail", ailment.detail());
    }
    ObjectNode labels = object.putObject("labels");
    new TreeMap<>(feed.labels()).forEach(labels::put);
    return object;
  }
}
