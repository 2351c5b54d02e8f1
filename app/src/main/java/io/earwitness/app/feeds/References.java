package io.earwitness.app.feeds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code ${env:NAME}} and {@code ${file:PATH}}, so that passwords stay out of a file of
 * feeds.
 *
 * @param variable what stands for a variable's name
 * @param file what stands for a file's path
 */
record References(UnaryOperator<String> variable, UnaryOperator<String> file) {
  /** For whoever looks at feeds and does not open them: what is referred to may not be there. */
  static final References NAMES = new References(name -> name, path -> "file");

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");

  /**
   * What variables and files hold.
   *
   * @param folder from which relative paths are seen
   */
  static References of(Map<String, String> environment, Path folder) {
    return new References(name -> variable(environment, name), path -> content(folder, path));
  }

  /**
   * The text with all references replaced.
   *
   * @throws IllegalArgumentException naming the variable or file that is missing
   */
  String resolve(String text) {
    return REFERENCE
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    (found.group(1).equals("env") ? variable : file).apply(found.group(2))));
  }

  private static String variable(Map<String, String> environment, String name) {
    String value = environment.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "refers to the variable %s, which is not set".formatted(name));
    }
    return value;
  }

  /** Without the line end that editors put at a file's end. */
  private static String content(Path folder, String path) {
    try {
      return Files.readString(folder.resolve(path)).stripTrailing();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "refers to the file %s, which can't be read".formatted(path), e);
    }
  }
}
