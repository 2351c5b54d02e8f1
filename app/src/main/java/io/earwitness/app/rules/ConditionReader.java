package io.earwitness.app.rules;

import io.earwitness.app.yaml.Fields;
import io.earwitness.app.yaml.Problems;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.rule.Condition;
import io.earwitness.captioner.rule.TextEmbedding;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads what a rule watches for. */
final class ConditionReader {
  /** A model reports a sound only if it is sure enough by the bundle's own measure. */
  private static final double ANY_SCORE = 0;

  /** Measured with the default bundle: docs/measurements.md. */
  static final double USUAL_SIMILARITY = 0.65;

  private static final String SOUND = "sound";
  private static final String TEXT = "text";
  private static final String THRESHOLD = "threshold";
  private static final String WORDS = "words";
  private static final String ALL_WORDS = "all-words";
  private static final String NO_WORDS = "no-words";
  private static final String ABOVE = "level-above";
  private static final String BELOW = "level-below";
  private static final String HEALTH = "health";
  private static final String LASTING = "lasting";
  private static final List<Set<String>> KINDS =
      List.of(
          Set.of(SOUND),
          Set.of(TEXT),
          Set.of(WORDS, ALL_WORDS, NO_WORDS),
          Set.of(ABOVE, BELOW),
          Set.of(HEALTH));
  private static final List<String> KEYS =
      List.of(SOUND, TEXT, THRESHOLD, WORDS, ALL_WORDS, NO_WORDS, ABOVE, BELOW, HEALTH, LASTING);

  private final Problems problems;
  private final SoundNames sounds;
  private final Map<String, Node> places;

  ConditionReader(Problems problems, SoundNames sounds, Map<String, Node> places) {
    this.problems = problems;
    this.sounds = sounds;
    this.places = places;
  }

  /**
   * @param path as rule problems spell it: {@code conditions[0]}
   * @return empty if it could not be read, which has been told
   */
  Optional<Condition> read(String path, Node node) {
    places.put(path, node);
    Fields fields = new Fields(problems, node, "a condition such as 'sound: glass breaking'");
    fields.allow(KEYS);
    List<String> kinds = new ArrayList<>(fields.names());
    kinds.retainAll(KINDS.stream().flatMap(Set::stream).toList());
    if (kinds.isEmpty() && fields.names().stream().anyMatch(key -> !KEYS.contains(key))) {
      return Optional.empty();
    }
    if (kinds.isEmpty()) {
      problems.add(
          node,
          "a condition says what to watch for: sound, text, words, level-above, level-below or"
              + " health");
      return Optional.empty();
    }
    Set<String> kind =
        KINDS.stream().filter(k -> k.contains(kinds.get(0))).findFirst().orElseThrow();
    for (String key : kinds) {
      if (!kind.contains(key)) {
        problems.add(
            fields.keyAt(key),
            "'%s' and '%s' are two conditions: begin each with a dash"
                .formatted(kinds.get(0), key));
        return Optional.empty();
      }
    }
    if (fields.has(THRESHOLD) && !kind.contains(SOUND) && !kind.contains(TEXT)) {
      problems.add(fields.keyAt(THRESHOLD), "'threshold' goes with 'sound' and 'text'");
    }
    if (fields.has(LASTING) && !kind.contains(HEALTH)) {
      problems.add(
          fields.keyAt(LASTING), "'lasting' goes with 'health'; elsewhere say 'minimum-duration'");
    }
    return read(path, fields, kinds.get(0));
  }

  private Optional<Condition> read(String path, Fields fields, String kind) {
    return switch (kind) {
      case SOUND -> sound(path, fields);
      case TEXT -> text(path, fields);
      case ABOVE, BELOW -> level(path, fields);
      case HEALTH -> health(path, fields);
      default -> words(path, fields);
    };
  }

  private Optional<Condition> sound(String path, Fields fields) {
    places.put(path + ".sound.label", fields.at(SOUND));
    places.put(path + ".sound.threshold", fields.at(THRESHOLD));
    return fields
        .parsed(SOUND, sounds::labelOf)
        .map(label -> new Condition.Sound(label, fields.number(THRESHOLD).orElse(ANY_SCORE)));
  }

  private Optional<Condition> text(String path, Fields fields) {
    places.put(path + ".text.text", fields.at(TEXT));
    places.put(path + ".text.threshold", fields.at(THRESHOLD));
    double threshold = fields.number(THRESHOLD).orElse(USUAL_SIMILARITY);
    return fields.text(TEXT).map(text -> new Condition.Text(text, TextEmbedding.NONE, threshold));
  }

  private Optional<Condition> words(String path, Fields fields) {
    for (String key : List.of(NO_WORDS, ALL_WORDS, WORDS)) {
      if (fields.has(key)) {
        places.put(path + ".words", fields.at(key));
      }
    }
    return Optional.of(
        new Condition.Words(fields.texts(WORDS), fields.texts(ALL_WORDS), fields.texts(NO_WORDS)));
  }

  private Optional<Condition> level(String path, Fields fields) {
    places.put(path + ".level.aboveDbfs", fields.at(ABOVE));
    places.put(path + ".level.belowDbfs", fields.at(BELOW));
    return Optional.of(new Condition.Level(optional(fields, ABOVE), optional(fields, BELOW)));
  }

  private Optional<Condition> health(String path, Fields fields) {
    places.put(path + ".health.kinds", fields.at(HEALTH));
    places.put(path + ".health.lasting", fields.at(LASTING));
    Set<FeedEvent.Kind> kinds = EnumSet.noneOf(FeedEvent.Kind.class);
    kinds.addAll(fields.parsedList(HEALTH, ConditionReader::kind));
    return kinds.isEmpty()
        ? Optional.empty()
        : Optional.of(new Condition.Health(kinds, fields.duration(LASTING)));
  }

  private static OptionalDouble optional(Fields fields, String key) {
    return fields.number(key).map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }

  private static FeedEvent.Kind kind(String text) {
    for (FeedEvent.Kind kind : FeedEvent.Kind.values()) {
      String spelled = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (spelled.equals(text)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "is no state of a feed; there are stalled, silent, stuttering and clipping");
  }
}
