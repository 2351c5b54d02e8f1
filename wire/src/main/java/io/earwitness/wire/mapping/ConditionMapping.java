package io.earwitness.wire.mapping;

import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.rule.Condition;
import io.earwitness.captioner.rule.TextEmbedding;
import io.earwitness.events.HealthCondition;
import io.earwitness.events.LevelCondition;
import io.earwitness.events.SoundCondition;
import io.earwitness.events.TextCondition;
import io.earwitness.events.WordCondition;
import io.earwitness.wire.UnreadableEventException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** What a rule watches for: one class per kind in the domain, one field per kind in the record. */
final class ConditionMapping {
  private ConditionMapping() {}

  static io.earwitness.events.Condition avro(Condition condition) {
    io.earwitness.events.Condition.Builder builder = io.earwitness.events.Condition.newBuilder();
    if (condition instanceof Condition.Words words) {
      builder.setWords(new WordCondition(words.anyOf(), words.allOf(), words.noneOf()));
    } else if (condition instanceof Condition.Sound sound) {
      builder.setSound(new SoundCondition(sound.label(), sound.threshold()));
    } else if (condition instanceof Condition.Text text) {
      builder.setText(
          new TextCondition(
              text.text(),
              CaptioningMapping.boxed(text.embedding().values()),
              text.embedding().modelSha256(),
              text.threshold()));
    } else if (condition instanceof Condition.Level level) {
      builder.setLevel(
          new LevelCondition(
              Optionals.nullable(level.aboveDbfs()), Optionals.nullable(level.belowDbfs())));
    } else if (condition instanceof Condition.Health health) {
      builder.setHealth(
          new HealthCondition(
              health.kinds().stream().map(Enum::name).toList(), health.lasting().toMillis()));
    }
    return builder.build();
  }

  static Condition domain(io.earwitness.events.Condition condition)
      throws UnreadableEventException {
    if (condition.getWords() != null) {
      WordCondition words = condition.getWords();
      return new Condition.Words(words.getAnyOf(), words.getAllOf(), words.getNoneOf());
    } else if (condition.getSound() != null) {
      SoundCondition sound = condition.getSound();
      return new Condition.Sound(sound.getLabel(), sound.getThreshold());
    } else if (condition.getText() != null) {
      TextCondition text = condition.getText();
      return new Condition.Text(
          text.getText(),
          new TextEmbedding(CaptioningMapping.unboxed(text.getEmbedding()), text.getModelSha256()),
          text.getThreshold());
    } else if (condition.getLevel() != null) {
      LevelCondition level = condition.getLevel();
      return new Condition.Level(
          Optionals.of(level.getAboveDbfs()), Optionals.of(level.getBelowDbfs()));
    } else if (condition.getHealth() != null) {
      return health(condition.getHealth());
    }
    throw new UnreadableEventException(
        DeadLetter.Reason.INVALID_FIELD, "A condition of a kind that this version does not know.");
  }

  private static Condition health(HealthCondition health) throws UnreadableEventException {
    Set<FeedEvent.Kind> kinds = EnumSet.noneOf(FeedEvent.Kind.class);
    for (String name : health.getKinds()) {
      try {
        kinds.add(FeedEvent.Kind.valueOf(name));
      } catch (IllegalArgumentException e) {
        throw new UnreadableEventException(
            DeadLetter.Reason.INVALID_FIELD,
            "health.kinds has %s, which this version does not know.".formatted(name),
            e);
      }
    }
    return new Condition.Health(kinds, Duration.ofMillis(health.getForMillis()));
  }
}
