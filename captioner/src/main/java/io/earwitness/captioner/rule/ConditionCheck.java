package io.earwitness.captioner.rule;

import io.earwitness.captioner.audio.Level;
import io.earwitness.captioner.event.FeedEvent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/** Finds what keeps one condition of a rule from working. */
final class ConditionCheck {
  private static final Set<FeedEvent.Kind> LASTING_STATES =
      EnumSet.of(
          FeedEvent.Kind.STALLED,
          FeedEvent.Kind.SILENT,
          FeedEvent.Kind.STUTTERING,
          FeedEvent.Kind.CLIPPING);

  private final String path;
  private final ModelKnowledge model;
  private final List<RuleProblem> problems;

  ConditionCheck(String path, ModelKnowledge model, List<RuleProblem> problems) {
    this.path = path;
    this.model = model;
    this.problems = problems;
  }

  void check(Condition condition) {
    if (condition instanceof Condition.Words words) {
      words(words);
    } else if (condition instanceof Condition.Sound sound) {
      sound(sound);
    } else if (condition instanceof Condition.Text text) {
      text(text);
    } else if (condition instanceof Condition.Level level) {
      level(level);
    } else if (condition instanceof Condition.Health health) {
      require(!health.kinds().isEmpty(), "health.kinds", "[]", "names no state");
      for (FeedEvent.Kind kind : health.kinds()) {
        require(
            LASTING_STATES.contains(kind),
            "health.kinds",
            kind,
            "is no state that lasts: " + LASTING_STATES);
      }
      require(!health.lasting().isNegative(), "health.lasting", health.lasting(), "is negative");
    }
  }

  private void words(Condition.Words words) {
    List<String> all = new ArrayList<>(words.anyOf());
    all.addAll(words.allOf());
    all.addAll(words.noneOf());
    require(!all.isEmpty(), "words", "[]", "names no word");
    for (String phrase : all) {
      require(!Stems.of(phrase).isEmpty(), "words", "'" + phrase + "'", "has no word in it");
    }
  }

  private void sound(Condition.Sound sound) {
    model
        .labels()
        .ifPresent(
            labels ->
                require(
                    labels.contains(sound.label()),
                    "sound.label",
                    sound.label(),
                    "is no sound that the model knows: " + new TreeSet<>(labels)));
    range("sound.threshold", sound.threshold(), 0, 1);
  }

  private void text(Condition.Text text) {
    require(!text.text().isBlank(), "text.text", "'" + text.text() + "'", "is empty");
    require(
        model.hasTextTower(),
        "text.text",
        "'" + text.text() + "'",
        "can't be compared: the model has no text tower");
    range("text.threshold", text.threshold(), -1, 1);
  }

  private void level(Condition.Level level) {
    OptionalDouble above = level.aboveDbfs();
    OptionalDouble below = level.belowDbfs();
    require(above.isPresent() || below.isPresent(), "level", "{}", "names no bound");
    above.ifPresent(value -> range("level.aboveDbfs", value, Level.FLOOR_DBFS, 0));
    below.ifPresent(value -> range("level.belowDbfs", value, Level.FLOOR_DBFS, 0));
    if (above.isPresent() && below.isPresent()) {
      require(
          above.getAsDouble() < below.getAsDouble(),
          "level.belowDbfs",
          below.getAsDouble(),
          "is not above aboveDbfs = %s, so no level lies between".formatted(above.getAsDouble()));
    }
  }

  private void range(String field, double value, double lowest, double highest) {
    require(
        value >= lowest && value <= highest,
        field,
        value,
        "is outside %s to %s".formatted(lowest, highest));
  }

  private void require(boolean condition, String field, Object value, String wrong) {
    if (!condition) {
      problems.add(new RuleProblem(path + "." + field, String.valueOf(value), wrong));
    }
  }
}
