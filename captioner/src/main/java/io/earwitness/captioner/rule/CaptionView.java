package io.earwitness.captioner.rule;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.rule.RuleMatch.Span;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** One caption as rules ask about it: what several rules want to know is worked out once. */
final class CaptionView {
  private final CaptionEvent caption;
  private final Map<TextEmbedding, OptionalDouble> similarities = new IdentityHashMap<>();
  private Stems stems;

  CaptionView(CaptionEvent caption) {
    this.caption = caption;
  }

  CaptionEvent caption() {
    return caption;
  }

  Span window() {
    return new Span(caption.begin(), caption.end());
  }

  Stems stems() {
    if (stems == null) {
      stems = Stems.of(caption.captioning().text());
    }
    return stems;
  }

  /**
   * The cosine of the window and a text, empty if another bundle made the text's embedding.
   *
   * @param text the same object for the same text, as {@link RuleBook} sees to
   */
  OptionalDouble similarity(TextEmbedding text) {
    return similarities.computeIfAbsent(text, this::compare);
  }

  private OptionalDouble compare(TextEmbedding text) {
    float[] audio = caption.captioning().embedding();
    return text.fits(caption.model().sha256(), audio.length)
        ? OptionalDouble.of(text.cosine(audio))
        : OptionalDouble.empty();
  }
}
