package io.earwitness.app.feeds;

import io.earwitness.app.yaml.YamlFileException;
import io.earwitness.app.yaml.YamlText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A file of feeds as it was read.
 *
 * @param text empty where there was no file
 * @param environment what {@code ${env:NAME}} refers to
 */
public record FeedsSource(Path file, String text, Map<String, String> environment) {
  /** The file's name in a data folder. */
  public static final String NAME = "feeds.yaml";

  /**
   * Reads a file.
   *
   * @throws YamlFileException if it is missing, or no text
   */
  public static FeedsSource of(Path file, Map<String, String> environment) {
    return new FeedsSource(file, YamlText.of(file).text(), environment);
  }

  /** As {@link #of}; a file that is missing holds no feeds yet. */
  public static FeedsSource ofMaybe(Path file, Map<String, String> environment) {
    return Files.exists(file) ? of(file, environment) : new FeedsSource(file, "", environment);
  }

  /**
   * Its feeds; those that are switched off too.
   *
   * @throws YamlFileException with all that is wrong
   */
  public List<FeedChoice> choices() {
    Path folder = FeedsFile.folderOf(file);
    return text.isEmpty() && !Files.exists(file)
        ? List.of()
        : FeedsFile.read(
            new YamlText(file.toString(), text), folder, References.of(environment, folder));
  }
}
