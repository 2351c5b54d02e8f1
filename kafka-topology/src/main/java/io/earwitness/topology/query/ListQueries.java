package io.earwitness.topology.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.web.Answers;
import io.earwitness.web.Asked;
import io.earwitness.web.RefusedException;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** Answers what all instances together hold. */
record ListQueries(Holdings holdings, Peers peers) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  void answer(Context ctx, Listing listing) {
    boolean staleToo = Asked.flag(ctx, "stale");
    Optional<String> feed = Optional.ofNullable(ctx.queryParam("feed"));
    MergedList merged = new MergedList(listing);
    if (ctx.header(Peers.FORWARDED) == null) {
      List<Peers.Asked> asked = askOthers(ctx, staleToo);
      addOwn(merged, feed, staleToo);
      for (Peers.Asked one : asked) {
        addAnswer(merged, one, staleToo);
      }
    } else {
      addOwn(merged, feed, staleToo);
    }
    Answers.send(ctx, merged.json());
  }

  private List<Peers.Asked> askOthers(Context ctx, boolean staleToo) {
    Holdings.Group group = holdings.group();
    if (group.unheld() > 0 && !staleToo) {
      throw RefusedException.notNow(
          "%d of the captions' partitions are being handed over; ask again, or ask with stale=true."
              .formatted(group.unheld()),
          null);
    }
    String target = FeedQueries.target(ctx);
    return group.instances().stream()
        .filter(instance -> !instance.equals(holdings.self()))
        .map(instance -> peers.ask(instance, target))
        .toList();
  }

  private void addOwn(MergedList merged, Optional<String> feed, boolean staleToo) {
    if (staleToo) {
      merged.addStale(merged.listing().held(holdings, feed, Holdings.Copies.ALL));
    }
    try {
      merged.add(merged.listing().held(holdings, feed, Holdings.Copies.ACTIVE));
    } catch (RefusedException e) {
      if (!staleToo) {
        throw e;
      }
    }
  }

  private static void addAnswer(MergedList merged, Peers.Asked asked, boolean staleToo) {
    try {
      Peers.Answer answer = asked.await();
      if (answer.isWell()) {
        merged.add((ObjectNode) MAPPER.readTree(answer.body()));
      } else if (staleToo) {
        merged.lacks(answer.from());
      } else {
        throw RefusedException.notNow(
            "The instance %s answered with %d: %s"
                .formatted(answer.from(), answer.status(), answer.body().strip()),
            null);
      }
    } catch (Peers.Unreachable e) {
      if (!staleToo) {
        throw e.refusal();
      }
      merged.lacks(asked.peer());
    } catch (JsonProcessingException e) {
      throw RefusedException.notNow(
          "The instance %s answered with what is no JSON.".formatted(asked.peer()), e);
    }
  }
}
