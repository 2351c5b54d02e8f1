package io.earwitness.app.command;

import io.earwitness.app.CommandException;
import io.earwitness.app.Console;
import io.earwitness.app.ExistingTopic;
import io.earwitness.app.Logging;
import io.earwitness.app.follow.EventFollower;
import io.earwitness.app.follow.EventFollower.Followed;
import io.earwitness.app.print.AgreementText;
import io.earwitness.app.shadow.ShadowRun;
import io.earwitness.captioner.caption.ModelIdentity;
import io.earwitness.captioner.compare.Agreement;
import io.earwitness.captioner.compare.Comparison;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.flink.config.JobConfig;
import io.earwitness.local.FolderLock;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.BundleManifest;
import io.earwitness.onnx.bundle.BundleSource;
import io.earwitness.settings.Settings;
import io.earwitness.settings.SettingsBuilder;
import io.earwitness.settings.keys.CaptionSettings;
import io.earwitness.settings.keys.JobSettings;
import io.earwitness.settings.keys.OverloadSettings;
import io.earwitness.settings.keys.TopicSettings;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** A second bundle beside the live one. */
@Command(
    name = "shadow",
    header = "Sets the captions of a second bundle beside the live ones.",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "",
      "A second job makes them: `shadow run` beside a running `up`, or, on a cluster, one with"
          + " `job.run=shadow`, as docs/cluster.md shows."
    })
final class ShadowCommand {
  private final Console console;
  private final Path home;

  @ParentCommand private EarwitnessCommand parent;

  ShadowCommand(Console console, Path home) {
    this.console = console;
    this.home = home;
  }

  @Command(
      name = "run",
      header = "Captions with a second bundle, beside the live job, until Ctrl-C.",
      description = {
        "",
        "From now on, into topics of its own, where neither page nor alerts look. It leaves windows"
            + " out rather than fall behind: the live job comes first."
      })
  int runBeside(
      @Option(
              names = "--run",
              paramLabel = "NAME",
              defaultValue = "shadow",
              description = "What the topics' names end with; default: ${DEFAULT-VALUE}")
          String run,
      @Option(
              names = "--share",
              paramLabel = "SHARE",
              defaultValue = "0.2",
              description = "Share of the windows to caption; default: ${DEFAULT-VALUE}")
          String share,
      @Mixin ConnectionOptions connection)
      throws InterruptedException {
    Settings settings = connection.settings(home, more -> put(more, run, share));
    if (!connection.choosesBundle()) {
      throw new CommandException("Say which bundle is to be tried: --bundle DIR.");
    }
    BundleManifest bundle =
        Bundle.load(BundleSource.folder(settings.get(CaptionSettings.BUNDLE))).manifest();
    Path folder = connection.dataFolder().resolve("shadow").resolve(run);
    try (FolderLock lock = FolderLock.take(folder)) {
      if (!parent.logsToStandardError()) {
        Logging.toFile(folder.resolve("shadow.log"));
      }
      var shadow = new ShadowRun(JobConfig.of(settings), emptied(folder.resolve("job")), console);
      return CtrlC.stops(
          shadow::stop,
          () -> {
            shadow.run(bundle.name(), bundle.version());
            return ExitCode.OK;
          });
    }
  }

  private static void put(SettingsBuilder settings, String run, String share) {
    settings
        .set(JobSettings.RUN.key(), run)
        .set(CaptionSettings.SHARE.key(), share)
        .set(JobSettings.START.key(), "latest");
    Settings so = settings.resolve();
    if (!so.isSet(OverloadSettings.POLICY)) {
      settings.set(OverloadSettings.POLICY.key(), "skip-ahead");
    }
    if (!so.isSet(TopicSettings.CREATE)) {
      settings.set(TopicSettings.CREATE.key(), "true");
    }
  }

  /** Each start begins with what is heard from then on: what an earlier one kept is not wanted. */
  private static Path emptied(Path folder) {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("%s can't be emptied".formatted(folder), e);
      }
    }
    return folder;
  }

  @Command(
      name = "report",
      header =
          "How far both agree: sounds, captions, confidence, and where they are furthest apart.",
      description = {
        "",
        "Compares all captions that are kept, window by window, those that both made from the same"
            + " sound."
      })
  int report(
      @Option(
              names = "--run",
              paramLabel = "NAME",
              defaultValue = "shadow",
              description = "The second job's `job.run`; default: ${DEFAULT-VALUE}")
          String run,
      @Option(
              names = "--worst",
              paramLabel = "N",
              defaultValue = "5",
              description =
                  "How many windows to show that are furthest apart; default: ${DEFAULT-VALUE}")
          int most,
      @Option(names = "--json", description = "Print one object a bundle.") boolean json,
      @Mixin ConnectionOptions connection) {
    Settings settings = connection.settings(home);
    String live = Topics.of(settings).captions().name();
    String shadow = live + "." + run;
    requireRun(settings, shadow, run);
    Map<ModelIdentity, Comparison> comparisons = new LinkedHashMap<>();
    read(
        settings,
        shadow,
        caption ->
            comparisons
                .computeIfAbsent(caption.model(), model -> new Comparison(Math.max(0, most)))
                .shadow(caption));
    read(settings, live, caption -> comparisons.values().forEach(all -> all.live(caption)));
    if (comparisons.isEmpty()) {
      console.progress("There are no captions on %s yet.".formatted(shadow));
    }
    comparisons.forEach((model, comparison) -> print(model, comparison.agreement(), json));
    return ExitCode.OK;
  }

  private static void requireRun(Settings settings, String topic, String run) {
    ExistingTopic.require(
        KafkaConnection.of(settings), topic, ": no job with `job.run=%s` has run.".formatted(run));
  }

  private static void read(Settings settings, String topic, Consumer<CaptionEvent> taker) {
    try (EventFollower<CaptionEvent> follower =
        EventFollower.fromBeginning(
            KafkaConnection.of(settings),
            RegistryConnection.of(settings),
            EventTypes.CAPTION,
            topic)) {
      follower.readToEnd((Followed<CaptionEvent> followed) -> taker.accept(followed.event()));
    }
  }

  private void print(ModelIdentity model, Agreement agreement, boolean json) {
    if (json) {
      console.result(AgreementText.json(model, agreement));
    } else {
      AgreementText.lines(model, agreement, ZoneId.systemDefault()).forEach(console::result);
    }
  }
}
