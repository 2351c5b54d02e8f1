package io.earwitness.app.command;

import io.earwitness.settings.Settings;
import io.earwitness.settings.SettingsBuilder;
import io.earwitness.settings.keys.AllSettings;
import io.earwitness.settings.keys.CaptionSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options by which every command takes settings. */
final class SettingsOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A YAML file of settings; docs/settings.md lists them.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting; counts more than the file and the environment.")
  private List<String> assignments = new ArrayList<>();

  @Option(
      names = "--bundle",
      paramLabel = "DIR",
      description = "Folder of the model bundle; without it, the bundle that comes along.")
  private Path bundle;

  private boolean bundleIsOurs;

  /** Whether a bundle was asked for, by whatever way. */
  boolean choosesBundle() {
    return !bundleIsOurs;
  }

  /**
   * The settings so far: the command adds its own.
   *
   * @param home the program's own folder, which holds the bundle that comes along
   * @throws io.earwitness.settings.SettingsException if the file can't be read
   */
  SettingsBuilder gather(Path home) {
    String bundleKey = CaptionSettings.BUNDLE.key();
    SettingsBuilder builder = Settings.of(AllSettings.CATALOGUE).environment(System.getenv());
    if (file != null) {
      builder.file(file);
    }
    assignments.forEach(builder::set);
    if (bundle != null) {
      builder.set(bundleKey, bundle.toString());
    } else if (!builder.resolve().isSet(CaptionSettings.BUNDLE)) {
      bundleIsOurs = true;
      builder.set(bundleKey, home.resolve("models/default").toString());
    }
    return builder;
  }
}
