package io.earwitness.app.rules;

import io.earwitness.app.yaml.YamlFileException;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.settings.Settings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Makes rules hold: embeds their texts, compares them with those that hold, and writes. */
public final class RuleApplier {
  private final Settings settings;
  private final RuleModel model;
  private final Consumer<String> report;

  /**
   * @param report told what became of each rule, in a line
   */
  public RuleApplier(Settings settings, RuleModel model, Consumer<String> report) {
    this.settings = settings;
    this.model = model;
    this.report = report;
  }

  /**
   * The rules of all files, checked against the model.
   *
   * @throws YamlFileException with all that is wrong in all files
   */
  public static List<AlertRule> read(List<Path> files, RuleModel model) {
    List<AlertRule> rules = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    Map<String, Path> origins = new HashMap<>();
    for (Path file : files) {
      try {
        for (AlertRule rule : RulesFile.read(file, model.knowledge())) {
          Path other = origins.putIfAbsent(rule.ruleId(), file);
          if (other != null) {
            problems.add("%s: rule %s is in %s too.".formatted(file, rule.ruleId(), other));
          }
          rules.add(rule);
        }
      } catch (YamlFileException e) {
        problems.add(e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new YamlFileException(problems);
    }
    return rules;
  }

  /**
   * @param prune whether to delete the rules that are not among these
   * @param dryRun whether to compare only
   */
  public void apply(List<AlertRule> written, boolean prune, boolean dryRun) {
    List<AlertRule> embedded = model.embed(written);
    try (RulesTopic topic = RulesTopic.open(settings)) {
      RulesTopic.Content holding = topic.read();
      RuleChanges changes = RuleChanges.between(holding, embedded, Instant.now());
      TreeSet<String> surplus = new TreeSet<>();
      if (prune) {
        surplus.addAll(holding.rules().keySet());
        surplus.addAll(holding.unreadable().keySet());
        embedded.forEach(rule -> surplus.remove(rule.ruleId()));
      }
      if (!dryRun) {
        topic.write(changes.toWrite(), List.copyOf(surplus));
      }
      changes.changes().forEach(this::tell);
      surplus.forEach(id -> report.accept("%-10s %s".formatted("deleted", id)));
      if (dryRun) {
        report.accept("Nothing was written.");
      }
    }
  }

  /** Embeds anew the texts of those rules that hold and that another bundle embedded. */
  public void embedAnew() {
    try (RulesTopic topic = RulesTopic.open(settings)) {
      RulesTopic.Content holding = topic.read();
      List<AlertRule> rules = List.copyOf(holding.rules().values());
      RuleChanges changes = RuleChanges.between(holding, model.embed(rules), Instant.now());
      topic.write(changes.toWrite(), List.of());
      changes.changes().stream()
          .filter(change -> change.kind() != RuleChanges.Kind.UNCHANGED)
          .forEach(this::tell);
    }
  }

  private void tell(RuleChanges.Change change) {
    AlertRule rule = change.rule();
    String what =
        switch (change.kind()) {
          case NEW -> "new";
          case CHANGED -> "changed";
          case EMBEDDED_ANEW -> "embedded";
          case UNCHANGED -> "unchanged";
        };
    report.accept(
        "%-10s %s, version %d%s: %s on %s"
            .formatted(
                what,
                rule.ruleId(),
                rule.version(),
                rule.enabled() ? "" : " (off)",
                RuleText.conditions(rule),
                RuleText.feeds(rule)));
  }
}
