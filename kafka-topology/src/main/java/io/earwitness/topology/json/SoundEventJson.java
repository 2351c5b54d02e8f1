package io.earwitness.topology.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.captioner.sound.SoundEvent;
import java.time.Instant;

/** A sound event as an object of JSON, wherever it is told in JSON. */
public final class SoundEventJson {
  private SoundEventJson() {}

  public static ObjectNode of(SoundEvent event) {
    ObjectNode object =
        JsonNodeFactory.instance
            .objectNode()
            .put("eventId", event.eventId())
            .put("revision", event.revision())
            .put("feed", event.feedId())
            .put("session", event.sessionId())
            .put("label", event.label())
            .put("phase", event.phase().name())
            .put("start", event.begin().toString())
            .put("lastHeard", event.lastHeard().toString())
            .put("end", event.end().map(Instant::toString).orElse(null))
            .put("endedBy", event.endedBy().name())
            .put("confidence", event.confidence())
            .put("peakConfidence", event.peakConfidence())
            .put("captionCount", event.captionCount());
    ArrayNode captions = object.putArray("captions");
    event.captions().forEach(caption -> captions.add(caption.captionId()));
    return object.put("emittedAt", event.emittedAt().toString());
  }
}
