package io.earwitness.app.command;

import io.earwitness.app.Console;
import io.earwitness.app.Logging;
import io.earwitness.app.backfill.Backfill;
import io.earwitness.app.backfill.BackfillFolder;
import io.earwitness.app.backfill.BackfillStatus;
import io.earwitness.app.rules.PastTimes;
import io.earwitness.flink.config.JobConfig;
import io.earwitness.settings.Settings;
import io.earwitness.settings.SettingsBuilder;
import io.earwitness.settings.keys.JobSettings;
import io.earwitness.settings.keys.TopicSettings;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

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
          + " cluster; `backfill status` then says how far it is."
    })
final class BackfillCommand implements Callable<Integer> {
  private final Console console;
  private final Path home;

  @ParentCommand private EarwitnessCommand parent;

  @Spec private CommandSpec spec;

  @Option(
      names = "--from",
      paramLabel = "TIME",
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
    if (from == null) {
      // Not required of a command below this one, which has its own.
      throw new ParameterException(spec.commandLine(), "Missing required option: '--from=TIME'");
    }
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

  @Command(
      name = "status",
      header = "How far a backfill is, wherever it runs: its captions beside the range's chunks.",
      description = {
        "",
        "For one on a cluster, whose job tells only Flink; it reads the run's topics and asks"
            + " nothing of the job. Say the range as the job was given it."
      })
  int status(
      @Option(
              names = "--from",
              paramLabel = "TIME",
              required = true,
              description = "Begin of the range, the job's `job.from`.")
          String begin,
      @Option(
              names = "--to",
              paramLabel = "TIME",
              required = true,
              description = "End of the range, the job's `job.to`.")
          String end,
      @Option(
              names = "--run",
              paramLabel = "NAME",
              defaultValue = "backfill",
              description = "The job's `job.run`; default: ${DEFAULT-VALUE}")
          String name,
      @Mixin ConnectionOptions brokers) {
    Settings settings = brokers.settings(home, more -> more.set(JobSettings.RUN.key(), name));
    BackfillStatus.of(
            KafkaConnection.of(settings),
            RegistryConnection.of(settings),
            Topics.of(settings),
            PastTimes.parse("--from", begin),
            PastTimes.parse("--to", end))
        .forEach(console::result);
    return ExitCode.OK;
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
