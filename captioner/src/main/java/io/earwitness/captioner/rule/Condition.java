package io.earwitness.captioner.rule;

import io.earwitness.captioner.event.FeedEvent;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** What to watch for. */
public sealed interface Condition {

  /** The condition in one string that is the same for equal conditions, release after release. */
  String spelled();

  /**
   * Words or phrases of the caption, compared by their stems.
   *
   * @param anyOf one of them must occur; empty for no such demand
   * @param allOf all of them must occur
   * @param noneOf none of them may occur
   */
  record Words(List<String> anyOf, List<String> allOf, List<String> noneOf) implements Condition {
    public Words {
      anyOf = List.copyOf(anyOf);
      allOf = List.copyOf(allOf);
      noneOf = List.copyOf(noneOf);
    }

    @Override
    public String spelled() {
      return "words %s %s %s".formatted(anyOf, allOf, noneOf);
    }
  }

  /**
   * A labelled kind of sound.
   *
   * @param label one of the model's
   * @param threshold lowest score, 0 to 1
   */
  record Sound(String label, double threshold) implements Condition {
    @Override
    public String spelled() {
      return "sound %s %s".formatted(label, threshold);
    }
  }

  /**
   * A plain text matched against the window's CLAP audio embedding.
   *
   * @param text as the rule's author wrote it
   * @param embedding of the text; {@link TextEmbedding#NONE} until it is made
   * @param threshold lowest cosine, −1 to 1
   */
  record Text(String text, TextEmbedding embedding, double threshold) implements Condition {
    @Override
    public String spelled() {
      // Without the embedding: a new bundle makes it anew, and the rule still asks for the same.
      return "text %s %s".formatted(text, threshold);
    }
  }

  /**
   * The window's RMS level.
   *
   * @param aboveDbfs louder than this
   * @param belowDbfs quieter than this
   */
  record Level(OptionalDouble aboveDbfs, OptionalDouble belowDbfs) implements Condition {
    @Override
    public String spelled() {
      return "level %s %s".formatted(spelled(aboveDbfs), spelled(belowDbfs));
    }

    private static String spelled(OptionalDouble bound) {
      return bound.isPresent() ? Double.toString(bound.getAsDouble()) : "";
    }
  }

  /**
   * The state of the feed itself.
   *
   * @param kinds any of which counts
   * @param lasting how long the state must last
   */
  record Health(Set<FeedEvent.Kind> kinds, Duration lasting) implements Condition {
    public Health {
      kinds = kinds.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(kinds));
    }

    @Override
    public String spelled() {
      return "health %s %s".formatted(kinds, lasting);
    }
  }
}
