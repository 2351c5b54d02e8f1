package io.earwitness.app.page.history;

import io.earwitness.captioner.event.CaptionEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;

/**
 * Searches the captions of the past from the newest to the oldest, slice by slice, for a limited
 * time: who wants more goes on from where it came to. Safe for use by several threads.
 */
public final class Search {
  private static final Duration SLICE = Duration.ofHours(1);

  private final History history;
  private final Duration budget;

  /**
   * @param budget after which a search hands out what it has
   */
  public Search(History history, Duration budget) {
    this.history = history;
    this.budget = budget;
  }

  /**
   * A caption that was found.
   *
   * @param similarity to the text that was wanted; 0 where none was
   */
  public record Hit(CaptionEvent caption, double similarity) {}

  /**
   * What was found.
   *
   * @param hits the newest first, or the most similar
   * @param reachedBackTo up to where captions were looked at; what is older was not
   * @param complete whether nothing is left to look at
   * @param looked how many captions were looked at
   */
  public record Found(List<Hit> hits, Instant reachedBackTo, boolean complete, long looked) {}

  /**
   * Searches.
   *
   * @param limit of hits
   */
  public Found find(Query query, int limit) {
    SortedMap<String, Instant> feeds = history.feeds();
    feeds.keySet().removeIf(feed -> !query.wantsFeed(feed));
    Instant newest =
        feeds.values().stream().max(Comparator.naturalOrder()).orElse(query.from()).plusMillis(1);
    Instant to = newest.isBefore(query.to()) ? newest : query.to();
    long deadline = System.nanoTime() + budget.toNanos();
    List<Hit> hits = new ArrayList<>();
    long looked = 0;
    Duration slice = SLICE;
    while (to.isAfter(query.from())) {
      Instant from = later(to.minus(slice), query.from());
      long before = looked;
      for (String feed : feeds.keySet()) {
        List<CaptionEvent> captions = history.captions(feed, from, to);
        looked += captions.size();
        captions.stream()
            .filter(query::fits)
            .forEach(caption -> hits.add(new Hit(caption, query.similarity(caption))));
      }
      to = from;
      // Nights without a caption are crossed in longer and longer steps.
      slice = looked == before ? slice.multipliedBy(2) : SLICE;
      boolean enough = query.like().isEmpty() && hits.size() >= limit;
      if (enough || System.nanoTime() > deadline) {
        break;
      }
    }
    return found(query, limit, hits, to, looked);
  }

  private static Found found(Query query, int limit, List<Hit> hits, Instant reached, long looked) {
    Comparator<Hit> newestFirst =
        Comparator.comparing((Hit hit) -> hit.caption().begin()).reversed();
    Comparator<Hit> nearestFirst = Comparator.comparingDouble(Hit::similarity).reversed();
    hits.sort(query.like().isPresent() ? nearestFirst.thenComparing(newestFirst) : newestFirst);
    boolean cut = hits.size() > limit;
    List<Hit> best = cut ? List.copyOf(hits.subList(0, limit)) : hits;
    // Newest first, the search goes on after the last hit; ranked, the rest is worse.
    Instant from = cut && query.like().isEmpty() ? best.get(limit - 1).caption().begin() : reached;
    boolean complete = !from.isAfter(query.from()) && !(cut && query.like().isEmpty());
    return new Found(best, from, complete, looked);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
