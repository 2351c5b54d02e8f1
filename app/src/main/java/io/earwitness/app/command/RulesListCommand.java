package io.earwitness.app.command;

import io.earwitness.app.Console;
import io.earwitness.app.rules.RuleText;
import io.earwitness.app.rules.RuleYaml;
import io.earwitness.app.rules.RulesTopic;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.settings.Settings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the rules that hold. */
@Command(name = "list", header = "Lists the rules that hold.")
final class RulesListCommand implements Callable<Integer> {
  private static final String ROW = "%-24s %7s  %-10s %-20s %-9s %s";

  private final Console console;
  private final Path home;

  @Option(names = "--yaml", description = "Print them as a file that `rules apply` takes.")
  private boolean yaml;

  @Mixin private ConnectionOptions connection;

  RulesListCommand(Console console, Path home) {
    this.console = console;
    this.home = home;
  }

  @Override
  public Integer call() {
    Settings settings = connection.settings(home);
    RulesTopics.require(settings);
    try (RulesTopic topic = RulesTopic.open(settings)) {
      RulesTopic.Content content = topic.read();
      if (yaml) {
        console.result(RuleYaml.of(content.rules().values()).stripTrailing());
      } else if (content.rules().isEmpty() && content.unreadable().isEmpty()) {
        console.progress("There are no rules; `earwitness rules apply FILE` makes some hold.");
      } else {
        console.result(
            ROW.formatted("rule", "version", "applied", "feeds", "severity", "watches for"));
        content.rules().values().forEach(this::print);
      }
      content
          .unreadable()
          .forEach((id, why) -> console.problem("rule %s can't be read: %s".formatted(id, why)));
    }
    return ExitCode.OK;
  }

  private void print(AlertRule rule) {
    console.result(
        ROW.formatted(
            rule.ruleId(),
            rule.version(),
            RuleText.appliedOn(rule),
            RuleText.feeds(rule),
            rule.enabled() ? rule.notice().severity() : "(off)",
            RuleText.conditions(rule)));
  }
}
