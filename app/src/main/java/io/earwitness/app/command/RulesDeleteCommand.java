package io.earwitness.app.command;

import io.earwitness.app.CommandException;
import io.earwitness.app.Console;
import io.earwitness.app.rules.RulesTopic;
import io.earwitness.settings.Nearest;
import io.earwitness.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes rules out. */
@Command(
    name = "delete",
    header = "Deletes rules; what they fire is resolved.",
    description = {"", "If one of the names is no rule's, nothing is deleted."})
final class RulesDeleteCommand implements Callable<Integer> {
  private final Console console;
  private final Path home;

  @Parameters(paramLabel = "ID", arity = "1..*", description = "Names of rules.")
  private List<String> ids;

  @Mixin private ConnectionOptions connection;

  RulesDeleteCommand(Console console, Path home) {
    this.console = console;
    this.home = home;
  }

  @Override
  public Integer call() {
    Settings settings = connection.settings(home);
    RulesTopics.require(settings);
    try (RulesTopic topic = RulesTopic.open(settings)) {
      RulesTopic.Content content = topic.read();
      List<String> known = new ArrayList<>(content.rules().keySet());
      known.addAll(content.unreadable().keySet());
      for (String id : ids) {
        if (!known.contains(id)) {
          throw new CommandException(
              "There is no rule %s%s"
                  .formatted(
                      id,
                      Nearest.to(id, known.stream())
                          .map("; did you mean %s?"::formatted)
                          .orElse("; `earwitness rules list` shows those that there are.")));
        }
      }
      topic.write(List.of(), ids);
      ids.forEach(id -> console.result("deleted    " + id));
    }
    return ExitCode.OK;
  }
}
