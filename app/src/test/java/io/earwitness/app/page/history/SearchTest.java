package io.earwitness.app.page.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.app.page.Heard;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.rule.Stems;
import io.earwitness.captioner.rule.TextEmbedding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SearchTest {
  private static final Instant LATE = Heard.NOON.plus(Duration.ofDays(9));
  private static final long HOUR_OF_WINDOWS = 720;

  private final KeptCaptions kept = new KeptCaptions();
  private final Search search = new Search(kept, Duration.ofSeconds(20));

  @Test
  void findsWordsInAnyFormTheNewestFirst() {
    kept.add(Heard.caption("yard", 0, "a dog is barking"));
    kept.add(Heard.caption("yard", 1, "rain falls"));
    kept.add(Heard.caption("hall", 2, "two dogs bark"));

    assertThat(texts(search.find(words("dog barks"), 10)))
        .containsExactly("two dogs bark", "a dog is barking");
    assertThat(texts(search.find(words("cat"), 10))).isEmpty();
  }

  @Test
  void everythingThatIsAskedForMustHold() {
    kept.add(Heard.caption("yard", 0, "a dog is barking", "dog_bark"));
    kept.add(Heard.caption("yard", 1, "a dog is barking"));
    kept.add(Heard.caption("hall", 2, "a dog is barking", "dog_bark"));
    kept.add(Heard.caption("yard", 3, "a dog is barking", "dog_bark"));
    Query query =
        new Query(
            Stems.of("dog"),
            Set.of("dog_bark", "rooster"),
            Set.of("yard"),
            Optional.empty(),
            Heard.NOON,
            Heard.NOON.plusSeconds(15));

    assertThat(search.find(query, 10).hits())
        .extracting(hit -> hit.caption().windowIndex())
        .containsExactly(0L);
  }

  @Test
  void ranksByHowNearTheSoundIsAndSkipsWhatAnotherModelHeard() {
    kept.add(Heard.caption("yard", 0, "near", new float[] {0.9f, 0.1f}));
    kept.add(Heard.caption("yard", 1, "far", new float[] {-1, 0}));
    kept.add(Heard.caption("yard", 2, "nearest", new float[] {1, 0}));
    kept.add(Heard.caption("yard", 3, "without an embedding"));
    Query query = like(new TextEmbedding(new float[] {1, 0}, Heard.MODEL));

    assertThat(texts(search.find(query, 2))).containsExactly("nearest", "near");
    assertThat(search.find(like(new TextEmbedding(new float[] {1, 0}, "other")), 2).hits())
        .isEmpty();
  }

  @Test
  void whoGoesOnFromWhereItCameToSeesEachCaptionOnce() {
    for (long window = 0; window < 3 * HOUR_OF_WINDOWS; window++) {
      kept.add(Heard.caption("yard", window, "rain " + window));
    }
    List<String> all = new ArrayList<>();
    Instant to = LATE;
    boolean complete = false;
    while (!complete) {
      Search.Found found =
          search.find(
              new Query(Stems.of("rain"), Set.of(), Set.of(), Optional.empty(), Instant.EPOCH, to),
              500);
      all.addAll(texts(found));
      complete = found.complete();
      assertThat(found.reachedBackTo()).isBefore(to);
      to = found.reachedBackTo();
    }
    assertThat(all).hasSize((int) (3 * HOUR_OF_WINDOWS)).doesNotHaveDuplicates();
    assertThat(all.get(0)).isEqualTo("rain " + (3 * HOUR_OF_WINDOWS - 1));
  }

  @Test
  void aSearchWithoutTimeLeftSaysHowFarItCame() {
    for (long window = 0; window < 3 * HOUR_OF_WINDOWS; window++) {
      kept.add(Heard.caption("yard", window, "rain"));
    }
    Search.Found found = new Search(kept, Duration.ZERO).find(words("dog"), 10);

    assertThat(found.complete()).isFalse();
    assertThat(found.looked()).isPositive().isLessThan(3 * HOUR_OF_WINDOWS);
  }

  @Test
  void aLongSilenceIsCrossedQuickly() {
    kept.add(Heard.caption("yard", 0, "a dog is barking"));
    kept.add(Heard.caption("yard", 5_000 * HOUR_OF_WINDOWS, "rain falls"));

    assertThat(texts(search.find(words("dog"), 10))).containsExactly("a dog is barking");
    assertThat(kept.queries).isLessThan(100);
  }

  private static Query words(String words) {
    return new Query(
        Stems.of(words),
        Set.of(),
        Set.of(),
        Optional.empty(),
        Instant.EPOCH,
        Heard.NOON.plus(Duration.ofDays(1_000)));
  }

  private static Query like(TextEmbedding text) {
    return new Query(Stems.of(""), Set.of(), Set.of(), Optional.of(text), Instant.EPOCH, LATE);
  }

  private static List<String> texts(Search.Found found) {
    return found.hits().stream().map(hit -> hit.caption().captioning().text()).toList();
  }

  /** Captions in memory. */
  private static final class KeptCaptions implements History {
    private final SortedMap<Instant, List<CaptionEvent>> byBegin = new TreeMap<>();
    private int queries;

    void add(CaptionEvent caption) {
      byBegin.computeIfAbsent(caption.begin(), begin -> new ArrayList<>()).add(caption);
    }

    @Override
    public List<CaptionEvent> captions(String feedId, Instant from, Instant to) {
      queries++;
      return byBegin.subMap(from, to).values().stream()
          .flatMap(List::stream)
          .filter(caption -> caption.feedId().equals(feedId))
          .toList();
    }

    @Override
    public SortedMap<String, Instant> feeds() {
      SortedMap<String, Instant> newest = new TreeMap<>();
      byBegin.values().stream()
          .flatMap(List::stream)
          .forEach(caption -> newest.put(caption.feedId(), caption.begin()));
      return newest;
    }
  }
}
