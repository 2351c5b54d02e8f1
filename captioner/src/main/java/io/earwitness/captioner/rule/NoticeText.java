package io.earwitness.captioner.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with placeholders in braces: <code>{feed}</code>, <code>{caption}</code>, …. */
public final class NoticeText {
  /** What a text may ask for. */
  public static final Set<String> PLACEHOLDERS =
      Set.of(
          "rule",
          "feed",
          "feeds",
          "severity",
          "caption",
          "label",
          "score",
          "similarity",
          "level",
          "begin",
          "end",
          "status",
          "count");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)\\}");

  private NoticeText() {}

  /** The placeholders in {@code text} that nothing fills. */
  public static List<String> unknownIn(String text) {
    List<String> unknown = new ArrayList<>();
    Matcher matcher = PLACEHOLDER.matcher(text);
    while (matcher.find()) {
      if (!PLACEHOLDERS.contains(matcher.group(1))) {
        unknown.add(matcher.group(1));
      }
    }
    return unknown;
  }

  /** The text with its placeholders filled; one without a value becomes {@code –}. */
  public static String fill(String text, Map<String, String> values) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), "–")));
  }
}
