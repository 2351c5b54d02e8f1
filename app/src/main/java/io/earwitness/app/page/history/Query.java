package io.earwitness.app.page.history;

import io.earwitness.captioner.caption.HeardSound;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.rule.Stems;
import io.earwitness.captioner.rule.TextEmbedding;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What is searched for. Everything that is given must hold.
 *
 * @param words each must occur, in whatever form; none for any caption
 * @param labels one of them must have been heard; none for any
 * @param feeds in one of them; none for all
 * @param like the text whose nearest sounds are wanted, best first instead of newest first
 * @param from inclusive
 * @param to exclusive
 */
public record Query(
    Stems words,
    Set<String> labels,
    Set<String> feeds,
    Optional<TextEmbedding> like,
    Instant from,
    Instant to) {
  public Query {
    labels = Set.copyOf(labels);
    feeds = Set.copyOf(feeds);
  }

  boolean wantsFeed(String feedId) {
    return feeds.isEmpty() || feeds.contains(feedId);
  }

  boolean fits(CaptionEvent caption) {
    return fitsLabels(caption)
        && fitsWords(caption)
        && like.map(text -> isComparable(text, caption)).orElse(true);
  }

  private boolean fitsLabels(CaptionEvent caption) {
    return labels.isEmpty()
        || caption.captioning().sounds().stream().map(HeardSound::label).anyMatch(labels::contains);
  }

  private boolean fitsWords(CaptionEvent caption) {
    return words.isEmpty() || Stems.of(caption.captioning().text()).containEach(words);
  }

  private static boolean isComparable(TextEmbedding text, CaptionEvent caption) {
    return text.fits(caption.model().sha256(), caption.captioning().embedding().length);
  }

  /** How near the caption's sound is to the text that is wanted, −1 to 1. */
  double similarity(CaptionEvent caption) {
    return like.map(text -> text.cosine(caption.captioning().embedding())).orElse(0.0);
  }
}
