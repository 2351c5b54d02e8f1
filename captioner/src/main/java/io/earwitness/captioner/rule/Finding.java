package io.earwitness.captioner.rule;

import io.earwitness.captioner.caption.HeardSound;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.rule.RuleMatch.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Gathers what a rule's conditions find in one window. */
final class Finding {
  private final CaptionView view;
  private final List<Span> soundSpans = new ArrayList<>();
  private boolean wholeWindow;
  private HeardSound surest;
  private OptionalDouble similarity = OptionalDouble.empty();
  private OptionalDouble levelDbfs = OptionalDouble.empty();
  private boolean textMisfit;

  Finding(CaptionView view) {
    this.view = view;
  }

  CaptionView view() {
    return view;
  }

  void words() {
    wholeWindow = true;
  }

  void sound(HeardSound sound) {
    Instant windowBegin = view.caption().begin();
    soundSpans.add(new Span(windowBegin.plus(sound.begin()), windowBegin.plus(sound.end())));
    surest = surest == null || sound.score() > surest.score() ? sound : surest;
  }

  void text(double cosine) {
    wholeWindow = true;
    similarity = OptionalDouble.of(Math.max(cosine, similarity.orElse(-1)));
  }

  void level(double rmsDbfs) {
    wholeWindow = true;
    levelDbfs = OptionalDouble.of(rmsDbfs);
  }

  /** A text's embedding was made by another bundle than the window's. */
  void misfit() {
    textMisfit = true;
  }

  boolean hasMisfit() {
    return textMisfit;
  }

  /**
   * Where in the window it was found. If all conditions must hold, sounds narrow down what holds
   * for the window as a whole; if one is enough, they add nothing to it.
   */
  List<Span> spans(AlertRule.Match match) {
    boolean soundsSayWhere =
        !soundSpans.isEmpty() && (match == AlertRule.Match.ALL || !wholeWindow);
    return soundsSayWhere ? soundSpans : List.of(view.window());
  }

  Evidence evidence(List<Span> spans) {
    CaptionEvent caption = view.caption();
    return new Evidence(
        caption.captionId(),
        caption.feedId(),
        caption.captioning().text(),
        Optional.ofNullable(surest).map(HeardSound::label),
        surest == null ? OptionalDouble.empty() : OptionalDouble.of(surest.score()),
        similarity,
        levelDbfs,
        spans.stream().map(Span::begin).min(Comparator.naturalOrder()).orElseThrow(),
        spans.stream().map(Span::end).max(Comparator.naturalOrder()).orElseThrow(),
        caption.source());
  }
}
