package io.earwitness.topology.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.web.Answers;
import io.earwitness.web.Asked;
import io.earwitness.web.RefusedException;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.function.Function;

/**
 * Answers what one instance holds of one feed: here if it is this one, or else by asking that one.
 * A copy that may lag behind is read only where that was asked for and nothing better is there.
 */
record FeedQueries(Holdings holdings, Peers peers) {

  /**
   * @param read gives the answer from this instance's copies, empty if the feed is not among them
   */
  void answer(Context ctx, Function<Holdings.Copies, Optional<ObjectNode>> read) {
    String feed = ctx.pathParam("feed");
    boolean staleToo = Asked.flag(ctx, "stale");
    boolean forwarded = ctx.header(Peers.FORWARDED) != null;
    Holdings.Place place = holdings.placeOf(feed);
    try {
      if (place.active().filter(holdings.self()::equals).isPresent()) {
        send(ctx, read.apply(Holdings.Copies.ACTIVE).orElseThrow(() -> missing(feed)), false);
        return;
      } else if (!forwarded && place.active().isPresent()) {
        passOn(ctx, place.active().get(), staleToo);
        return;
      }
    } catch (RefusedException e) {
      if (!staleToo || e.status() != 503) {
        throw e;
      }
    }
    if (!staleToo) {
      throw handedOver(feed);
    }
    answerFromCopy(ctx, feed, place, forwarded, read);
  }

  private void answerFromCopy(
      Context ctx,
      String feed,
      Holdings.Place place,
      boolean forwarded,
      Function<Holdings.Copies, Optional<ObjectNode>> read) {
    Optional<ObjectNode> own = read.apply(Holdings.Copies.ALL);
    if (own.isPresent()) {
      send(ctx, own.get(), true);
      return;
    }
    if (!forwarded) {
      for (Instance standby : place.standbys()) {
        try {
          passOn(ctx, standby, true);
          return;
        } catch (RefusedException e) {
          // The next one may have it.
        }
      }
    }
    throw RefusedException.notNow(
        "No instance that answers has a copy of feed %s.".formatted(feed), null);
  }

  private void passOn(Context ctx, Instance instance, boolean staleToo) {
    if (instance.equals(holdings.self())) {
      throw handedOver(ctx.pathParam("feed"));
    }
    try {
      Peers.Answer answer = peers.ask(instance, target(ctx)).await();
      if (staleToo && answer.status() == 503) {
        throw RefusedException.notNow(answer.body(), null);
      }
      ctx.status(answer.status()).header("Cache-Control", "no-store");
      ctx.contentType("application/json").result(answer.body());
    } catch (Peers.Unreachable e) {
      throw e.refusal();
    }
  }

  /** Path and query, as they came. */
  static String target(Context ctx) {
    String query = ctx.queryString();
    return query == null ? ctx.path() : ctx.path() + "?" + query;
  }

  private static void send(Context ctx, ObjectNode answer, boolean stale) {
    Answers.send(ctx, answer.put(MergedList.STALE, stale));
  }

  private static RefusedException missing(String feed) {
    return RefusedException.missing("There is no feed %s.".formatted(feed));
  }

  private static RefusedException handedOver(String feed) {
    return RefusedException.notNow(
        "Feed %s is being handed over to another instance; ask again, or ask with stale=true."
            .formatted(feed),
        null);
  }
}
