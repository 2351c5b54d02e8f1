package io.earwitness.settings;

import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes the page that lists every setting. */
public final class SettingsReference {
  private static final String HEAD =
      """
      # Settings

      One YAML file holds them; nested keys and dotted keys mean the same. An environment variable counts more than the file
      (`window.hop` is `EARWITNESS_WINDOW_HOP`), `--set key=value` counts more than both. `${file:/path}` inside a value stands for
      what the file holds, and a variable with `_FILE` at its end names a file that holds the value: use them for secrets. An
      unknown key or a value that is not allowed stops the start with a sentence that says where it was written.

      This page is generated from the code.

      | key | default | allowed | what it does |
      |---|---|---|---|
      """;

  private SettingsReference() {}

  /** The page, in Markdown. */
  public static String markdown(Catalogue catalogue) {
    Function<Setting<?>, String> row =
        setting ->
            "| `%s` | %s | %s | %s |"
                .formatted(
                    setting.key(),
                    setting.defaultText().isEmpty() ? "–" : "`" + setting.defaultText() + "`",
                    setting.allowed(),
                    setting.sentence());
    Function<PassThrough, String> familyRow =
        family -> "| `%s.*` | – | as they are | %s |".formatted(family.prefix(), family.sentence());
    return catalogue.settings().stream()
        .map(row)
        .collect(Collectors.joining("\n", HEAD, "\n"))
        .concat(
            catalogue.passThroughs().stream()
                .map(familyRow)
                .collect(Collectors.joining("\n", "", "\n")));
  }
}
