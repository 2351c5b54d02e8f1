package io.earwitness.topology.json;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.captioner.rule.AlertRule;

/** A rule as an object of JSON: the fields of a file of rules, and which version of what it is. */
public final class RuleJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private RuleJson() {}

  public static ObjectNode of(AlertRule rule) {
    ObjectNode object =
        MAPPER
            .createObjectNode()
            .put("rule", rule.ruleId())
            .put("version", rule.version())
            .put("appliedAt", rule.appliedAt().toString())
            .put("enabled", rule.enabled());
    object.setAll(MAPPER.<ObjectNode>valueToTree(RuleFields.of(rule)));
    return object;
  }
}
