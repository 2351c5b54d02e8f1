package io.earwitness.app.command;

import io.earwitness.app.CommandException;
import io.earwitness.app.RunningStack;
import io.earwitness.settings.Settings;
import io.earwitness.settings.SettingsBuilder;
import io.earwitness.settings.keys.CaptionSettings;
import io.earwitness.settings.keys.KafkaSettings;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.TopicAdmin;
import java.nio.file.Path;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options by which a command finds the brokers and the registry. */
final class ConnectionOptions {
  static final String DEFAULT_DATA_FOLDER = "earwitness-data";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = DEFAULT_DATA_FOLDER,
      description = "Data folder of a running `earwitness up`; default: ./${DEFAULT-VALUE}")
  private Path dataFolder;

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      description = "Kafka brokers, instead of those of a data folder.")
  private String bootstrapServers;

  @Option(names = "--registry", paramLabel = "URL", description = "Schema Registry beside them.")
  private String registryUrl;

  @Mixin private SettingsOptions settingsOptions;

  /** Whether a bundle was asked for, by whatever way. */
  boolean choosesBundle() {
    return settingsOptions.choosesBundle();
  }

  Path dataFolder() {
    return dataFolder;
  }

  /**
   * Settings that say where brokers and registry are.
   *
   * @throws CommandException if nothing says so
   */
  Settings settings(Path home) {
    return settings(home, more -> {});
  }

  /**
   * As {@link #settings(Path)}.
   *
   * @param more what the command itself sets
   */
  Settings settings(Path home, Consumer<SettingsBuilder> more) {
    SettingsBuilder builder = settingsOptions.gather(home);
    more.accept(builder);
    if (bootstrapServers != null) {
      builder.set(KafkaSettings.BOOTSTRAP_SERVERS.key(), bootstrapServers);
    }
    if (registryUrl != null) {
      builder.set(KafkaSettings.REGISTRY_URL.key(), registryUrl);
    }
    Settings settings = builder.resolve();
    if (settings.isSet(KafkaSettings.BOOTSTRAP_SERVERS)) {
      return settings;
    }
    RunningStack stack =
        RunningStack.in(dataFolder)
            .orElseThrow(
                () ->
                    new CommandException(
                        "No Earwitness runs on the data folder %s; start one with `earwitness up`, or say --bootstrap."
                            .formatted(dataFolder)));
    builder
        .set(KafkaSettings.BOOTSTRAP_SERVERS.key(), stack.bootstrapServers())
        .set(KafkaSettings.REGISTRY_URL.key(), stack.registryUrl());
    if (!settingsOptions.choosesBundle()) {
      // Rules must be embedded by the bundle that captions.
      stack.bundle().ifPresent(dir -> builder.set(CaptionSettings.BUNDLE.key(), dir));
    }
    return builder.resolve();
  }

  /** Settings of a command that does without brokers. */
  Settings settingsWithoutBroker(Path home) {
    return settingsOptions.gather(home).resolve();
  }

  /**
   * Asks the brokers once.
   *
   * @throws io.earwitness.wire.TopicException if none answers
   */
  static void requireBroker(Settings settings) {
    try (TopicAdmin admin = TopicAdmin.open(KafkaConnection.of(settings))) {
      var unused = admin.names();
    }
  }
}
