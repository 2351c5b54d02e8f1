package io.earwitness.app.rules;

import io.earwitness.app.yaml.Fields;
import io.earwitness.app.yaml.Problems;
import io.earwitness.app.yaml.YamlFileException;
import io.earwitness.app.yaml.YamlText;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.ModelKnowledge;
import io.earwitness.captioner.rule.RuleCheck;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads the rules that people write in YAML. docs/alerts.md has the format. */
public final class RulesFile {
  private static final String RULES = "rules";

  /** What a rule seems to lack if a part of it could not be read. */
  private static final Set<String> MISSING = Set.of("conditions", "within", "incidentGroup");

  private RulesFile() {}

  /**
   * The rules of a file, all checked; their texts are not embedded yet.
   *
   * @param model the rules must be able to work with
   * @throws YamlFileException with all that is wrong, each with line and column
   */
  public static List<AlertRule> read(Path file, ModelKnowledge model) {
    return read(YamlText.of(file), model);
  }

  /** As {@link #read(Path, ModelKnowledge)}, of a text. */
  public static List<AlertRule> read(YamlText text, ModelKnowledge model) {
    Problems problems = new Problems(text.label());
    List<WrittenRule> rules = new ArrayList<>();
    Node root = text.compose(false).orElse(null);
    if (root == null) {
      throw new YamlFileException(List.of("%s: the file is empty.".formatted(text.label())));
    }
    Fields top = new Fields(problems, root, "a mapping with the key 'rules'");
    if (root instanceof MappingNode) {
      top.allow(List.of(RULES));
      if (top.at(RULES) instanceof MappingNode mapping && top.has(RULES)) {
        SoundNames sounds = new SoundNames(model.labels().orElse(Set.of()));
        for (NodeTuple entry : mapping.getValue()) {
          readOne(entry, problems, sounds).ifPresent(rules::add);
        }
        duplicates(mapping, problems);
      } else {
        problems.add(
            top.at(RULES), "expected 'rules:' and under it each rule by its name, then a colon");
      }
    }
    for (WrittenRule rule : rules) {
      RuleCheck.problems(rule.rule(), model).stream()
          .filter(problem -> rule.readWhole() || !MISSING.contains(problem.field()))
          .forEach(problem -> rule.tell(problem, problems));
    }
    problems.throwIfAny();
    return rules.stream().map(WrittenRule::rule).toList();
  }

  private static Optional<WrittenRule> readOne(
      NodeTuple entry, Problems problems, SoundNames sounds) {
    if (!(entry.getKeyNode() instanceof ScalarNode id)) {
      problems.add(entry.getKeyNode(), "a rule's name must be plain text");
      return Optional.empty();
    }
    return Optional.of(
        new RuleReader(problems, sounds, ZoneId.systemDefault())
            .read(id.getValue(), id, entry.getValueNode()));
  }

  private static void duplicates(MappingNode mapping, Problems problems) {
    List<String> seen = new ArrayList<>();
    for (NodeTuple entry : mapping.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode id) {
        if (seen.contains(id.getValue())) {
          problems.add(id, "there are two rules %s".formatted(id.getValue()));
        }
        seen.add(id.getValue());
      }
    }
  }
}
