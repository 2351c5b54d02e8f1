package io.earwitness.captioner.rule;

import io.earwitness.captioner.caption.HeardSound;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;

/** A condition ready to be asked of many captions. */
interface CompiledCondition {

  /** Whether the condition holds; if so, it adds what it found. */
  boolean holds(Finding finding);

  /**
   * @param shared gives the one object that stands for all equal embeddings
   */
  static CompiledCondition of(Condition condition, UnaryOperator<TextEmbedding> shared) {
    if (condition instanceof Condition.Words words) {
      return WordsInCaption.of(words);
    } else if (condition instanceof Condition.Sound sound) {
      return new SoundInWindow(sound);
    } else if (condition instanceof Condition.Text text) {
      return new TextLikeWindow(shared.apply(text.embedding()), text.threshold());
    } else if (condition instanceof Condition.Level level) {
      return new LevelOfWindow(level);
    }
    // A feed's state is told by feed events; no caption says anything about it.
    return finding -> false;
  }

  /** {@link Condition.Words} with its phrases stemmed. */
  record WordsInCaption(List<Stems> anyOf, List<Stems> allOf, List<Stems> noneOf)
      implements CompiledCondition {

    static WordsInCaption of(Condition.Words words) {
      return new WordsInCaption(
          words.anyOf().stream().map(Stems::of).toList(),
          words.allOf().stream().map(Stems::of).toList(),
          words.noneOf().stream().map(Stems::of).toList());
    }

    @Override
    public boolean holds(Finding finding) {
      Stems caption = finding.view().stems();
      boolean holds =
          (anyOf.isEmpty() || anyOf.stream().anyMatch(caption::contain))
              && allOf.stream().allMatch(caption::contain)
              && noneOf.stream().noneMatch(caption::contain);
      if (holds) {
        finding.words();
      }
      return holds;
    }
  }

  /** {@link Condition.Sound}. */
  record SoundInWindow(Condition.Sound sound) implements CompiledCondition {
    @Override
    public boolean holds(Finding finding) {
      boolean holds = false;
      for (HeardSound heard : finding.view().caption().captioning().sounds()) {
        if (heard.label().equals(sound.label()) && heard.score() >= sound.threshold()) {
          finding.sound(heard);
          holds = true;
        }
      }
      return holds;
    }
  }

  /** {@link Condition.Text}. */
  record TextLikeWindow(TextEmbedding text, double threshold) implements CompiledCondition {
    @Override
    public boolean holds(Finding finding) {
      OptionalDouble similarity = finding.view().similarity(text);
      if (similarity.isEmpty()) {
        finding.misfit();
        return false;
      }
      boolean holds = similarity.getAsDouble() >= threshold;
      if (holds) {
        finding.text(similarity.getAsDouble());
      }
      return holds;
    }
  }

  /** {@link Condition.Level}. */
  record LevelOfWindow(Condition.Level level) implements CompiledCondition {
    @Override
    public boolean holds(Finding finding) {
      double rmsDbfs = finding.view().caption().level().rmsDbfs();
      boolean holds =
          rmsDbfs > level.aboveDbfs().orElse(Double.NEGATIVE_INFINITY)
              && rmsDbfs < level.belowDbfs().orElse(Double.POSITIVE_INFINITY);
      if (holds) {
        finding.level(rmsDbfs);
      }
      return holds;
    }
  }
}
