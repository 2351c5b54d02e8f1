package io.earwitness.app.rules;

import io.earwitness.app.yaml.Problems;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.RuleProblem;
import java.util.Locale;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A rule as it stands in a file, its texts not embedded yet.
 *
 * @param places of its values, by the fields that {@link RuleProblem} names; the rule's own place
 *     under {@code rule}
 * @param readWhole whether all of it could be read; what could not has been told
 */
record WrittenRule(AlertRule rule, Map<String, Node> places, boolean readWhole) {
  private static final Map<String, String> OWN_SPELLING =
      Map.of("aboveDbfs", "level-above", "belowDbfs", "level-below", "kinds", "health");

  /** Tells what keeps the rule from working, at the value that does. */
  void tell(RuleProblem problem, Problems problems) {
    String last = problem.field().replaceAll(".*\\.", "").replaceAll("\\[\\d+]$", "");
    problems.add(
        placeOf(problem.field()),
        "rule %s: %s = %s %s"
            .formatted(rule.ruleId(), spelled(last), problem.value(), problem.wrong()));
  }

  private Node placeOf(String field) {
    for (String path = field; !path.isEmpty(); path = parent(path)) {
      if (places.containsKey(path)) {
        return places.get(path);
      }
    }
    return places.get("rule");
  }

  private static String parent(String path) {
    int end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
    return end < 0 ? "" : path.substring(0, end);
  }

  /** As the file spells it: {@code minimumDuration} is {@code minimum-duration}. */
  private static String spelled(String field) {
    if (OWN_SPELLING.containsKey(field)) {
      return OWN_SPELLING.get(field);
    }
    return field.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
