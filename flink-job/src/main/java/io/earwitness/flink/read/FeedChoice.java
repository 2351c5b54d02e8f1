package io.earwitness.flink.read;

import io.earwitness.captioner.rule.FeedGlob;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The feeds that a job reads. Immutable. */
public final class FeedChoice implements Serializable {
  private static final long serialVersionUID = 1L;

  public static final FeedChoice ALL = new FeedChoice(List.of());

  private final List<String> globs;
  private transient Predicate<String> names;

  /**
   * @param globs of feeds' names ({@link FeedGlob}); none for all
   * @throws IllegalArgumentException if one can't be read
   */
  public FeedChoice(List<String> globs) {
    this.globs = List.copyOf(globs);
    this.names = compile();
  }

  /**
   * Whether a record of this key is read. One without a key is, as long as all are: it becomes a
   * dead letter.
   */
  boolean holds(byte[] key) {
    return globs.isEmpty() || (key != null && names.test(new String(key, StandardCharsets.UTF_8)));
  }

  private Predicate<String> compile() {
    return globs.stream()
        .map(FeedGlob::compile)
        .map(Pattern::asMatchPredicate)
        .reduce(Predicate::or)
        .orElse(feed -> true);
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    names = compile();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FeedChoice choice && globs.equals(choice.globs);
  }

  @Override
  public int hashCode() {
    return globs.hashCode();
  }

  @Override
  public String toString() {
    return globs.isEmpty() ? "all feeds" : String.join(", ", globs);
  }
}
