package io.earwitness.app.rules;

import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.topology.json.RuleFields;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Writes rules as {@link RulesFile} reads them. */
public final class RuleYaml {
  private static final int WIDTH = 120;

  private RuleYaml() {}

  public static String of(Collection<AlertRule> rules) {
    Map<String, Object> byId = new LinkedHashMap<>();
    rules.forEach(rule -> byId.put(rule.ruleId(), RuleFields.of(rule)));
    DumpSettings settings =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(WIDTH).build();
    return new Dump(settings).dumpToString(Map.of("rules", byId));
  }
}
