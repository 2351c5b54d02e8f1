package io.earwitness.topology.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The parts of a list, put together: what was read fresh counts more than what was not. */
final class MergedList {
  static final String STALE = "stale";

  private final Listing listing;
  private final Map<String, ObjectNode> byId = new HashMap<>();
  private final TreeSet<String> silent = new TreeSet<>();

  MergedList(Listing listing) {
    this.listing = listing;
  }

  Listing listing() {
    return listing;
  }

  void add(Stream<ObjectNode> part) {
    part.forEach(one -> byId.merge(listing.idOf(one), one, MergedList::fresher));
  }

  /** Adds what may lag behind. */
  void addStale(Stream<ObjectNode> part) {
    add(part.map(one -> one.put(STALE, true)));
  }

  /** Adds the part that another instance answered. */
  void add(ObjectNode answer) {
    for (JsonNode one : answer.path(listing.field())) {
      add(Stream.of((ObjectNode) one));
    }
  }

  /** Notes that the part of an instance is missing. */
  void lacks(Instance instance) {
    silent.add(instance.toString());
  }

  private static ObjectNode fresher(ObjectNode one, ObjectNode other) {
    return one.path(STALE).asBoolean() ? other : one;
  }

  /** {@code stale} says whether some of it may be old or missing. */
  ObjectNode json() {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode list = answer.putArray(listing.field());
    byId.values().stream().sorted(listing.order()).forEach(list::add);
    boolean stale = byId.values().stream().anyMatch(one -> one.path(STALE).asBoolean());
    answer.put(STALE, stale || !silent.isEmpty());
    if (!silent.isEmpty()) {
      silent.forEach(answer.putArray("unreachable")::add);
    }
    return answer;
  }
}
