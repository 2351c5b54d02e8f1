package io.earwitness.app.command;

import io.earwitness.app.CommandException;
import io.earwitness.app.Console;
import io.earwitness.app.follow.EventFollower;
import io.earwitness.app.follow.EventFollower.Followed;
import io.earwitness.app.print.AgreementText;
import io.earwitness.captioner.caption.ModelIdentity;
import io.earwitness.captioner.compare.Agreement;
import io.earwitness.captioner.compare.Comparison;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.settings.Settings;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.TopicAdmin;
import io.earwitness.wire.Topics;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A second bundle beside the live one. */
@Command(
    name = "shadow",
    header = "Sets the captions of a second bundle beside the live ones.",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "",
      "A second job makes them, with `job.run=shadow` and a bundle of its own; docs/cluster.md shows"
          + " how to start it."
    })
final class ShadowCommand {
  private final Console console;
  private final Path home;

  ShadowCommand(Console console, Path home) {
    this.console = console;
    this.home = home;
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
    try (TopicAdmin admin = TopicAdmin.open(KafkaConnection.of(settings))) {
      if (!admin.names().contains(topic)) {
        throw new CommandException(
            "There is no topic %s on the brokers: no job with `job.run=%s` has run."
                .formatted(topic, run));
      }
    }
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
