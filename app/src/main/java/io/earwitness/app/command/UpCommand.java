package io.earwitness.app.command;

import io.earwitness.app.CommandException;
import io.earwitness.app.Console;
import io.earwitness.app.Logging;
import io.earwitness.app.feeds.FeedChoice;
import io.earwitness.app.feeds.FeedsSource;
import io.earwitness.app.rules.RuleApplier;
import io.earwitness.app.rules.RuleModel;
import io.earwitness.app.up.AllInOne;
import io.earwitness.app.up.DataFolder;
import io.earwitness.app.up.UpOptions;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.ingest.Recording;
import io.earwitness.ingest.Speed;
import io.earwitness.media.MediaException;
import io.earwitness.settings.SettingsBuilder;
import io.earwitness.settings.keys.NotifySettings;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Runs everything in one process. */
@Command(
    name = "up",
    header = "Starts everything in one process, plays feeds and prints their captions.",
    description = {
      "",
      "Prints one line a caption: time span, feed, how sure the model is, the caption, and the"
          + " sounds that it recognised. Ctrl-C stops; the next start on the same data folder goes"
          + " on from there, and so does one after a crash."
    })
final class UpCommand implements Callable<Integer> {
  private final Console console;
  private final Path home;

  @ParentCommand private EarwitnessCommand parent;

  @Option(
      names = "--feed",
      paramLabel = "NAME=SOURCE",
      description =
          "What to listen to: a file, an address (http, https, rtsp, tcp, …) or a device (mic, alsa:NAME, pulse:NAME); or `demo` for the built-in scene.")
  private List<String> feeds = List.of();

  @Option(
      names = "--feeds",
      paramLabel = "FILE",
      description =
          "A YAML file of feeds, which is followed: what `feeds add` and `feeds remove` or an editor"
              + " change in it takes effect at once. Without it, feeds.yaml in the data folder, if it"
              + " is there.")
  private Path feedsFile;

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description =
          "Alert rules in YAML, as `rules apply` takes them; their alerts are printed among the"
              + " captions.")
  private List<Path> rules = List.of();

  @Option(names = "--once", description = "End when all files have been captioned.")
  private boolean once;

  @Option(
      names = "--speed",
      paramLabel = "real|max",
      defaultValue = "real",
      description = "Play files in real time, or as fast as possible; default: ${DEFAULT-VALUE}")
  private Speed speed;

  @Option(names = "--json", description = "Print one caption event a line, as an object of JSON.")
  private boolean json;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = ConnectionOptions.DEFAULT_DATA_FOLDER,
      description = "Where the state lives between runs; default: ./${DEFAULT-VALUE}")
  private Path dataFolder;

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Port of the broker; without it, any free one.")
  private int brokerPort;

  @Option(
      names = "--registry-port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Port of the Schema Registry; without it, any free one.")
  private int registryPort;

  @Mixin private PageOptions pageOptions;

  @Option(
      names = "--alertmanager",
      paramLabel = "URL",
      description = "Tell alerts to a Prometheus Alertmanager: http://localhost:9093.")
  private String alertmanager;

  @Option(
      names = "--webhook",
      paramLabel = "URL",
      description =
          "Post alerts as CloudEvents; signed where the setting notify.webhook.secret is given.")
  private String webhook;

  @Option(
      names = "--mqtt",
      paramLabel = "URL",
      description = "Publish alerts and states for Home Assistant: mqtt://localhost:1883.")
  private String mqtt;

  @Mixin private SettingsOptions settingsOptions;

  UpCommand(Console console, Path home) {
    this.console = console;
    this.home = home;
  }

  @Override
  public Integer call() throws MediaException, InterruptedException {
    SettingsBuilder settings = settingsOptions.gather(home);
    pageOptions.putInto(settings);
    setTargets(settings);
    // What is wrong with the bundle is better told now than after the broker has started.
    RuleModel model = RuleModel.of(settings.resolve());
    List<AlertRule> written = RuleApplier.read(rules, model);
    var data = new DataFolder(dataFolder);
    var options =
        new UpOptions(
            FeedChoice.parseAll(feeds),
            feedsFile(),
            once,
            speed,
            json,
            data,
            brokerPort,
            registryPort,
            written,
            settings);
    List<FeedChoice> choices = check(options.allFeeds());
    List<Recording> recordings = FeedChoice.openAll(choices);
    if (!parent.logsToStandardError()) {
      Logging.toFile(data.log());
    }
    var allInOne = new AllInOne(options, console);
    boolean whole = CtrlC.stops(allInOne::stop, () -> allInOne.run(choices, recordings));
    return whole ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void setTargets(SettingsBuilder settings) {
    if (alertmanager != null) {
      settings.set(NotifySettings.ALERTMANAGER_URLS.key(), alertmanager);
    }
    if (webhook != null) {
      settings.set(NotifySettings.WEBHOOK_URL.key(), webhook);
    }
    if (mqtt != null) {
      settings.set(NotifySettings.MQTT_URL.key(), mqtt);
    }
  }

  private FeedsSource feedsFile() {
    return feedsFile == null
        ? FeedsSource.ofMaybe(dataFolder.resolve(FeedsSource.NAME), System.getenv())
        : FeedsSource.of(feedsFile, System.getenv());
  }

  private List<FeedChoice> check(List<FeedChoice> choices) {
    if (once && choices.stream().allMatch(FeedChoice::isLive)) {
      throw new CommandException("--once waits for files to end, but no feed is a file.");
    }
    if (choices.isEmpty()) {
      console.progress(
          "There is no feed yet: `./earwitness feeds add NAME=SOURCE` adds one while this runs.");
    }
    return choices;
  }
}
