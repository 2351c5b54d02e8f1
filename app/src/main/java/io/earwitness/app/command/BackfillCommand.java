package io.earwitness.app.command;

import io.earwitness.app.Console;
import io.earwitness.app.Logging;
import io.earwitness.app.backfill.Backfill;
import io.earwitness.app.backfill.BackfillFolder;
import io.earwitness.app.rules.PastTimes;
import io.earwitness.flink.config.JobConfig;
import io.earwitness.settings.Settings;
import io.earwitness.settings.SettingsBuilder;
import io.earwitness.settings.keys.JobSettings;
import io.earwitness.settings.keys.TopicSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Captions a stretch of the past again. */
@Command(
    name = "backfill",
    header = "Captions a stretch of the past again, beside the live job.",
    description = {
      "",
      "Reads the sound that the topic of chunks still keeps and writes captions, feed events and"
          + " dead letters to topics of the run's own (audio.captions.backfill), where neither page"
          + " nor alerts look: see them with `tail captions --from-beginning --set"
          + " job.run=backfill`. Times are those at which sound reached Kafka.",
      "",
      "Interrupted, the same range goes on where it was. docs/operation.md shows how to do it on a"
          + " cluster."
    })
final class BackfillCommand implements Callable<Integer> {
  private final Console console;
  private final Path home;

  @ParentCommand private EarwitnessCommand parent;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      required = true,
      description =
          "Begin of the range: 2026-01-31T12:00:00Z, or without Z by the local clock, 22:00 of"
              + " today, or 2h ago.")
  private String from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "End of the range, which does not belong to it; without it, now.")
  private String to;

  @Option(
      names = "--feed",
      paramLabel = "NAME",
      description = "Only of this feed; names may have *, and there may be several.")
  private List<String> feeds = List.of();

  @Option(
      names = "--run",
      paramLabel = "NAME",
      defaultValue = "backfill",
      description = "What the topics' names end with; default: ${DEFAULT-VALUE}")
  private String run;

  @Mixin private ConnectionOptions connection;

  BackfillCommand(Console console, Path home) {
    this.console = console;
    this.home = home;
  }

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = connection.settings(home, this::put);
    JobConfig config = JobConfig.of(settings);
    try (BackfillFolder folder = BackfillFolder.take(connection.dataFolder(), config)) {
      if (!parent.logsToStandardError()) {
        Logging.toFile(folder.log());
      }
      var backfill = new Backfill(config, folder, console);
      return CtrlC.stops(() -> stop(backfill), backfill::run) ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private void put(SettingsBuilder settings) {
    Instant end = to == null ? Instant.now() : PastTimes.parse("--to", to);
    settings
        .set(JobSettings.RUN.key(), run)
        .set(JobSettings.FROM.key(), millis(PastTimes.parse("--from", from)))
        .set(JobSettings.TO.key(), millis(end));
    if (!feeds.isEmpty()) {
      settings.set(JobSettings.FEEDS.key(), String.join(",", feeds));
    }
    if (!settings.resolve().isSet(TopicSettings.CREATE)) {
      settings.set(TopicSettings.CREATE.key(), "true");
    }
  }

  private static String millis(Instant moment) {
    return moment.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private void stop(Backfill backfill) {
    console.progress("Stopping …");
    backfill.stop();
  }
}
