package io.earwitness.topology.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.topology.json.CaptionJson;
import io.earwitness.topology.json.RuleJson;
import io.earwitness.web.Answers;
import io.earwitness.web.Asked;
import io.earwitness.web.RefusedException;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * What can be asked, under {@code /v1}.
 *
 * @param holdings throws {@link RefusedException} until there are some
 */
record QueryRoutes(Supplier<Holdings> holdings, Peers peers) {
  private static final int USUAL_CAPTIONS = 100;
  private static final int MOST_CAPTIONS = 5_000;
  private static final List<String> RESOURCES =
      List.of(
          "/v1/feeds",
          "/v1/feeds/{feed}",
          "/v1/feeds/{feed}/timeline?from=&to=&limit=",
          "/v1/sound-events?feed=",
          "/v1/alerts?feed=",
          "/v1/rules",
          "/v1/instances");

  /** What there is. */
  void index(Context ctx) {
    ObjectNode answer = object();
    RESOURCES.forEach(answer.putArray("resources")::add);
    Answers.send(ctx, answer);
  }

  void feeds(Context ctx) {
    new ListQueries(holdings.get(), peers).answer(ctx, Listing.FEEDS);
  }

  void soundEvents(Context ctx) {
    new ListQueries(holdings.get(), peers).answer(ctx, Listing.SOUND_EVENTS);
  }

  void alerts(Context ctx) {
    new ListQueries(holdings.get(), peers).answer(ctx, Listing.ALERTS);
  }

  void feed(Context ctx) {
    Holdings held = holdings.get();
    String feed = ctx.pathParam("feed");
    new FeedQueries(held, peers).answer(ctx, copies -> held.feed(feed, copies).map(FeedJson::of));
  }

  void timeline(Context ctx) {
    Holdings held = holdings.get();
    String feed = ctx.pathParam("feed");
    Instant from = Asked.optionalTime(ctx, "from").orElse(Instant.MIN);
    Instant to = Asked.optionalTime(ctx, "to").orElse(Instant.MAX);
    if (!from.isBefore(to)) {
      throw RefusedException.wrong("from must be before to.");
    }
    int limit = Math.max(1, Asked.number(ctx, "limit", USUAL_CAPTIONS, MOST_CAPTIONS));
    boolean embeddings = Asked.flag(ctx, "embeddings");
    new FeedQueries(held, peers)
        .answer(
            ctx,
            copies ->
                held.feed(feed, copies)
                    .map(
                        known ->
                            json(feed, held.timeline(feed, from, to, limit, copies), embeddings)));
  }

  private static ObjectNode json(String feed, Holdings.Stretch stretch, boolean embeddings) {
    ObjectNode answer = object().put("feed", feed);
    ArrayNode captions = answer.putArray("captions");
    stretch.captions().forEach(caption -> captions.add(CaptionJson.of(caption, embeddings)));
    return answer.put("more", stretch.more());
  }

  /** Every instance has them all. */
  void rules(Context ctx) {
    ObjectNode answer = object();
    ArrayNode rules = answer.putArray("rules");
    holdings.get().rules().forEach(rule -> rules.add(RuleJson.of(rule)));
    Answers.send(ctx, answer);
  }

  void instances(Context ctx) {
    Holdings held = holdings.get();
    Holdings.Group group = held.group();
    ObjectNode answer = object().put("self", held.self().toString());
    ArrayNode instances = answer.putArray("instances");
    group.instances().forEach(instance -> instances.add(instance.toString()));
    Answers.send(ctx, answer.put("partitionsBeingHandedOver", group.unheld()));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
