package io.earwitness.app.command;

import io.earwitness.app.CommandException;
import io.earwitness.app.Console;
import io.earwitness.app.RunningStack;
import io.earwitness.app.feeds.FeedChoice;
import io.earwitness.app.feeds.FeedsFile;
import io.earwitness.app.print.EventPrinter;
import io.earwitness.app.rules.PastTimes;
import io.earwitness.app.rules.RuleApplier;
import io.earwitness.app.rules.RuleModel;
import io.earwitness.app.rules.RuleTrial;
import io.earwitness.captioner.rule.FeedLabels;
import io.earwitness.settings.Settings;
import io.earwitness.topology.FeedLabelSettings;
import io.earwitness.wire.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells a rule from history. */
@Command(
    name = "test",
    header = "Shows which alerts rules would have told of captions that are past; tells nobody.",
    description = {
      "",
      "The captions are those of a running instance or cluster, or of a file that `tail captions"
          + " --json` or `caption --json` wrote (with --embeddings where a rule has a plain text)."
          + " For each text it also says how near the captions came to it, which helps to set its"
          + " threshold."
    })
final class RulesTestCommand implements Callable<Integer> {
  private final Console console;
  private final Path home;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Rules in YAML.")
  private List<Path> files;

  @Option(
      names = "--captions",
      paramLabel = "FILE",
      description = "Captions, one object of JSON a line, instead of those of a running instance.")
  private Path captions;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description =
          "Captions from then on: 2026-03-01T22:00, 22:00 (today) or 2h (ago); without it, from the"
              + " first.")
  private String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Captions before that time.")
  private String to;

  @Option(names = "--json", description = "Print each revision of an alert as an object of JSON.")
  private boolean json;

  @Mixin private ConnectionOptions connection;

  RulesTestCommand(Console console, Path home) {
    this.console = console;
    this.home = home;
  }

  @Override
  public Integer call() {
    Settings settings =
        captions == null ? connection.settings(home) : connection.settingsWithoutBroker(home);
    RuleModel model = RuleModel.of(settings);
    var rules = model.embed(RuleApplier.read(files, model));
    RuleTrial trial = RuleTrial.of(settings, model, rules, labels(settings));
    Instant begin = from == null ? Instant.MIN : PastTimes.parse("--from", from);
    Instant end = to == null ? Instant.MAX : PastTimes.parse("--to", to);
    if (!begin.isBefore(end)) {
      throw new CommandException("--from %s is not before --to %s.".formatted(from, to));
    }
    if (captions != null) {
      trial.readLines(captions, begin, end);
    } else {
      RulesTopics.requireTopic(settings, Topics.of(settings).captions().name());
      trial.readTopic(settings, begin, end, console::progress);
    }
    EventPrinter printer = json ? EventPrinter.json() : EventPrinter.text(ZoneId.systemDefault());
    trial.finish(until(end), json, printer, console);
    return ExitCode.OK;
  }

  /** Those that the file of feeds of a running `up` gives, too. */
  private FeedLabels labels(Settings settings) {
    FeedLabels labels = FeedLabelSettings.of(settings);
    if (captions == null) {
      RunningStack.in(connection.dataFolder())
          .flatMap(RunningStack::feeds)
          .filter(Files::exists)
          .ifPresent(file -> labels.give(FeedChoice.labels(FeedsFile.look(file))));
    }
    return labels;
  }

  /** Up to when the captions are known: a file need not hold all up to its end. */
  private Optional<Instant> until(Instant end) {
    Instant now = Instant.now();
    return captions == null ? Optional.of(end.isBefore(now) ? end : now) : Optional.empty();
  }
}
