package io.earwitness.app.command;

import io.earwitness.app.Console;
import io.earwitness.app.up.FeedChoice;
import io.earwitness.app.up.FeedPlayers;
import io.earwitness.app.up.LiveSources;
import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.ingest.FeedPlayer;
import io.earwitness.ingest.IngestOptions;
import io.earwitness.ingest.Recording;
import io.earwitness.ingest.Speed;
import io.earwitness.media.MediaException;
import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.IngestSettings;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.TopicAdmin;
import io.earwitness.wire.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plays feeds to brokers that run already. */
@Command(
    name = "play",
    header = "Plays feeds to the brokers of a cluster, or of a running `up`.",
    description = {
      "",
      "A file that was played in part goes on after its last chunk. Ends when all files have been "
          + "played; live sources and the demo scene never end."
    })
final class PlayCommand implements Callable<Integer> {
  private final Console console;
  private final Path home;

  @Option(
      names = "--feed",
      paramLabel = "NAME=SOURCE",
      required = true,
      description =
          "What to play: a file, an address (http, https, rtsp, tcp, …) or a device (mic, alsa:NAME, pulse:NAME); or `demo` for the built-in scene.")
  private List<String> feeds;

  @Option(
      names = "--speed",
      paramLabel = "real|max",
      defaultValue = "real",
      description = "Play files in real time, or as fast as possible; default: ${DEFAULT-VALUE}")
  private Speed speed;

  @Mixin private ConnectionOptions connection;

  PlayCommand(Console console, Path home) {
    this.console = console;
    this.home = home;
  }

  @Override
  public Integer call() throws MediaException, InterruptedException {
    Settings settings = connection.settings(home);
    KafkaConnection kafka = KafkaConnection.of(settings);
    RegistryConnection registry = RegistryConnection.of(settings);
    Topics topics = Topics.of(settings);
    List<Recording> recordings = new ArrayList<>();
    List<FeedChoice> choices = FeedChoice.parseAll(feeds);
    for (FeedChoice choice : choices) {
      if (choice.isRecording()) {
        recordings.add(choice.open());
      }
    }
    try (TopicAdmin admin = TopicAdmin.open(kafka)) {
      admin.verify(List.of(topics.chunks()));
    }
    var ingest =
        new IngestOptions(
            topics.chunks().name(),
            ChunkEncoding.valueOf(settings.get(IngestSettings.ENCODING).name()),
            settings.get(IngestSettings.CHUNK_LENGTH),
            speed);
    try (var players = new FeedPlayers(console, givenUp -> {})) {
      Runtime.getRuntime().addShutdownHook(new Thread(players::close, "stop"));
      for (Recording recording : recordings) {
        players.start(recording, () -> new FeedPlayer(kafka, registry, ingest));
        console.progress("%s plays to %s.".formatted(recording.feedId(), topics.chunks().name()));
      }
      new LiveSources(settings, connection.dataFolder()).start(choices, players);
      players.awaitEnd();
      return players.flawed() ? ExitCode.SOFTWARE : ExitCode.OK;
    }
  }
}
