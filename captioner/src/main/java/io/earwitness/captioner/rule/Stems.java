package io.earwitness.captioner.rule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import opennlp.tools.stemmer.snowball.SnowballStemmer;
import opennlp.tools.stemmer.snowball.SnowballStemmer.ALGORITHM;

/**
 * The stems of a text's words in their order: "dogs are barking" has dog, are, bark. English, as
 * captions are (Snowball's Porter 2).
 */
public record Stems(List<String> words) {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:'[\\p{L}]+)?");

  /** The stemmer keeps the word it works on. */
  private static final ThreadLocal<SnowballStemmer> STEMMER =
      ThreadLocal.withInitial(() -> new SnowballStemmer(ALGORITHM.ENGLISH));

  public static Stems of(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (matcher.find()) {
      words.add(STEMMER.get().stem(matcher.group()).toString());
    }
    return new Stems(words);
  }

  /** Whether {@code phrase} occurs, its words side by side. */
  boolean contain(Stems phrase) {
    return Collections.indexOfSubList(words, phrase.words) >= 0;
  }

  /** Whether each of the words occurs somewhere. */
  public boolean containEach(Stems others) {
    return words.containsAll(others.words);
  }

  public boolean isEmpty() {
    return words.isEmpty();
  }
}
