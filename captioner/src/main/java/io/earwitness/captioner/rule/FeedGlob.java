package io.earwitness.captioner.rule;

import java.util.regex.Pattern;

/**
 * A pattern of feed names: {@code *} stands for any characters, {@code ?} for one, <code>{a,b}
 * </code> for one of several, {@code [a-f]} and {@code [!a-f]} for one of a set; a backslash takes
 * the next character as it is. Unlike a file's, a feed's name has no separator that {@code *} stops
 * at.
 */
public final class FeedGlob {
  private static final String SPECIAL = "*?[]{}\\";

  private final String glob;
  private final StringBuilder regex = new StringBuilder();
  private int position;

  private FeedGlob(String glob) {
    this.glob = glob;
  }

  /** Whether {@code feed} names one feed only. */
  static boolean isPlainName(String feed) {
    return feed.chars().noneMatch(c -> SPECIAL.indexOf(c) >= 0);
  }

  /**
   * @throws IllegalArgumentException saying what is wrong with the glob, and where
   */
  public static Pattern compile(String glob) {
    return new FeedGlob(glob).parse();
  }

  private Pattern parse() {
    boolean inAlternatives = false;
    while (position < glob.length()) {
      char c = glob.charAt(position++);
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        case '[' -> set();
        case '\\' -> escaped();
        case '{' -> {
          require(!inAlternatives, "opens { inside { … }");
          inAlternatives = true;
          regex.append("(?:");
        }
        case '}' -> {
          require(inAlternatives, "closes } that nothing opened");
          inAlternatives = false;
          regex.append(')');
        }
        case ',' -> regex.append(inAlternatives ? "|" : ",");
        default -> literal(c);
      }
    }
    require(!inAlternatives, "never closes {");
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private void set() {
    int end = glob.indexOf(']', position + 1);
    require(end >= 0, "never closes [");
    String members = glob.substring(position, end);
    boolean negated = members.startsWith("!");
    String set = negated ? members.substring(1) : members;
    require(!set.isEmpty(), "has an empty [ ]");
    regex.append(negated ? "[^" : "[");
    for (int i = 0; i < set.length(); i++) {
      boolean range = i + 2 < set.length() && set.charAt(i + 1) == '-';
      literal(set.charAt(i));
      if (range) {
        require(set.charAt(i) <= set.charAt(i + 2), "has a range that runs backwards in [ ]");
        regex.append('-');
        literal(set.charAt(i + 2));
        i += 2;
      }
    }
    regex.append(']');
    position = end + 1;
  }

  private void escaped() {
    require(position < glob.length(), "ends with a backslash");
    literal(glob.charAt(position++));
  }

  private void literal(char c) {
    if (Character.isLetterOrDigit(c) || Character.isSurrogate(c)) {
      regex.append(c);
    } else {
      regex.append('\\').append(c);
    }
  }

  private void require(boolean condition, String wrong) {
    if (!condition) {
      throw new IllegalArgumentException("%s (at character %d)".formatted(wrong, position));
    }
  }
}
