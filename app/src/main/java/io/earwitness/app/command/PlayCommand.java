package io.earwitness.app.command;

import io.earwitness.app.CommandException;
import io.earwitness.app.Console;
import io.earwitness.app.feeds.DeliveryWatch;
import io.earwitness.app.feeds.FeedChoice;
import io.earwitness.app.feeds.FeedPlayers;
import io.earwitness.app.feeds.FeedStarter;
import io.earwitness.app.feeds.FeedsSource;
import io.earwitness.app.feeds.FeedsWatch;
import io.earwitness.app.feeds.PlayVitals;
import io.earwitness.app.feeds.PlayedFeeds;
import io.earwitness.captioner.rule.FeedLabels;
import io.earwitness.ingest.Recording;
import io.earwitness.ingest.Speed;
import io.earwitness.media.MediaException;
import io.earwitness.settings.Settings;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.TopicAdmin;
import io.earwitness.wire.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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
      description =
          "What to play: a file, an address (http, https, rtsp, tcp, …) or a device (mic, alsa:NAME, pulse:NAME); or `demo` for the built-in scene.")
  private List<String> feeds = List.of();

  @Option(
      names = "--feeds",
      paramLabel = "FILE",
      description =
          "A YAML file of feeds, which is followed until Ctrl-C: what `feeds add --file` and `feeds"
              + " remove --file` or an editor change in it takes effect at once.")
  private Path feedsFile;

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
    List<FeedChoice> named = FeedChoice.parseAll(feeds);
    Optional<FeedsSource> file =
        Optional.ofNullable(feedsFile).map(path -> FeedsSource.of(path, System.getenv()));
    List<FeedChoice> choices =
        FeedChoice.allOf(named, file.map(FeedsSource::choices).orElse(List.of()));
    if (named.isEmpty() && file.isEmpty()) {
      throw new CommandException("What to play? Say --feed NAME=SOURCE or --feeds FILE.");
    }
    List<Recording> recordings = FeedChoice.openAll(choices);
    try (TopicAdmin admin = TopicAdmin.open(KafkaConnection.of(settings))) {
      admin.verify(List.of(Topics.of(settings).chunks()));
    }
    try (PlayVitals vitals = PlayVitals.open(settings);
        var players = new FeedPlayers(console, givenUp -> {}, vitals.meters())) {
      var starter = new FeedStarter(settings, speed, connection.dataFolder(), players);
      var played = new PlayedFeeds(starter, players, FeedLabels.of(Map.of()), r -> {}, console);
      try (var watch = DeliveryWatch.start(starter.where(), console, players::backlogs)) {
        vitals.tellOf(watch);
        played.start(choices, recordings);
        if (file.isPresent()) {
          follow(file.get(), named, played, players);
        } else {
          Runtime.getRuntime().addShutdownHook(new Thread(players::close, "stop"));
          players.awaitEnd();
        }
      }
      return players.flawed() ? ExitCode.SOFTWARE : ExitCode.OK;
    }
  }

  /** Until the process is told to end, there may be more to play. */
  private void follow(
      FeedsSource file, List<FeedChoice> named, PlayedFeeds played, FeedPlayers players)
      throws InterruptedException {
    FeedsWatch watch =
        FeedsWatch.start(file, choices -> played.change(FeedChoice.allOf(named, choices)), console);
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  watch.close();
                  players.close();
                  stopped.countDown();
                },
                "stop"));
    stopped.await();
  }
}
