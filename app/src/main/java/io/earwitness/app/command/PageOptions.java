package io.earwitness.app.command;

import io.earwitness.settings.SettingsBuilder;
import io.earwitness.settings.keys.PageSettings;
import picocli.CommandLine.Option;

/** The options of the page. */
final class PageOptions {
  @Option(names = "--no-page", description = "Serve no page.")
  private boolean noPage;

  @Option(
      names = "--page-host",
      paramLabel = "ADDRESS",
      description =
          "Where the page listens; without it, on this machine only. Elsewhere it asks for a token.")
  private String host;

  @Option(
      names = "--page-port",
      paramLabel = "PORT",
      description = "Port of the page, 0 for any free one; without it, 8765 if that is free.")
  private Integer port;

  @Option(
      names = "--no-audio",
      description =
          "The page neither plays sound nor shows spectrograms: it only says what is heard.")
  private boolean noAudio;

  void putInto(SettingsBuilder settings) {
    if (noPage) {
      settings.set(PageSettings.SERVE.key(), "false");
    }
    if (host != null) {
      settings.set(PageSettings.HOST.key(), host);
    }
    if (port != null) {
      settings.set(PageSettings.PORT.key(), port.toString());
    }
    if (noAudio) {
      settings.set(PageSettings.AUDIO.key(), "false");
    }
  }
}
