package io.earwitness.topology.notify;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a broker should retain, and what of it was not published yet. An empty payload takes a topic
 * back. Not safe for use by several threads.
 */
final class RetainedStates {
  private final Map<String, String> wanted = new LinkedHashMap<>();
  private final Set<String> unpublished = new LinkedHashSet<>();

  /** Wants a payload; nothing happens if it is wanted already. */
  void put(String topic, String payload) {
    if (!payload.equals(wanted.put(topic, payload))) {
      unpublished.add(topic);
    }
  }

  /** Wants a topic to be empty. */
  void clear(String topic) {
    wanted.put(topic, "");
    unpublished.add(topic);
  }

  boolean wants(String topic) {
    return !wanted.getOrDefault(topic, "").isEmpty();
  }

  /** Whoever listened has forgotten. */
  void publishAllAgain() {
    unpublished.addAll(wanted.keySet());
  }

  /** The next to publish, in the order in which they were wanted. */
  Optional<Map.Entry<String, String>> next() {
    return unpublished.stream().findFirst().map(topic -> Map.entry(topic, wanted.get(topic)));
  }

  void published(Map.Entry<String, String> one) {
    if (one.getValue().equals(wanted.get(one.getKey()))) {
      unpublished.remove(one.getKey());
      if (one.getValue().isEmpty()) {
        wanted.remove(one.getKey());
      }
    }
  }
}
