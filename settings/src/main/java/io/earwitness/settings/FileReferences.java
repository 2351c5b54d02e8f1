package io.earwitness.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces {@code ${file:/path}} by what the file holds, so that secrets stay out of settings. */
final class FileReferences {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{file:([^}]+)}");

  private FileReferences() {}

  /**
   * @throws SettingsException if a file that the text refers to can't be read
   */
  static RawValue resolve(RawValue value) {
    Matcher matcher = REFERENCE.matcher(value.text());
    String text =
        matcher.replaceAll(
            found -> Matcher.quoteReplacement(read(Path.of(found.group(1)), value.origin())));
    return new RawValue(text, value.origin());
  }

  /** The file's text, without the line end that editors put at its end. */
  static String read(Path path, String origin) {
    try {
      return Files.readString(path).stripTrailing();
    } catch (IOException e) {
      throw new SettingsException(
          "%s refers to the file %s, which can't be read.".formatted(origin, path), e);
    }
  }
}
