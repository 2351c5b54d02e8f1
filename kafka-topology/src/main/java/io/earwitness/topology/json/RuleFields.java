package io.earwitness.topology.json;

import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.Amount;
import io.earwitness.captioner.rule.Condition;
import io.earwitness.captioner.rule.Notice;
import io.earwitness.captioner.rule.Schedule;
import io.earwitness.settings.SettingTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A rule's fields as people write them in a file of rules: strings, numbers, lists and maps. */
public final class RuleFields {
  private RuleFields() {}

  /** All but its name and version, in the order in which people write them. */
  public static Map<String, Object> of(AlertRule rule) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (!rule.enabled()) {
      fields.put("enabled", false);
    }
    putUnlessEmpty(fields, "feeds", rule.scope().feeds());
    putUnlessEmpty(fields, "feed-labels", new TreeMap<>(rule.scope().feedLabels()));
    rule.schedule().ifPresent(schedule -> fields.put("schedule", schedule(schedule)));
    fields.put(
        rule.match() == AlertRule.Match.ALL ? "all" : "any",
        rule.conditions().stream().map(RuleFields::condition).toList());
    putAmount(fields, rule.amount());
    putNotice(fields, rule.notice());
    return fields;
  }

  private static Map<String, Object> schedule(Schedule schedule) {
    Map<String, Object> fields = new LinkedHashMap<>();
    putUnlessEmpty(
        fields,
        "days",
        schedule.days().stream()
            .map(day -> day.name().substring(0, 3).toLowerCase(Locale.ROOT))
            .toList());
    fields.put("hours", schedule.from() + "-" + schedule.until());
    fields.put("time-zone", schedule.timeZone());
    return fields;
  }

  private static Map<String, Object> condition(Condition condition) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (condition instanceof Condition.Sound sound) {
      fields.put("sound", sound.label().replace('_', ' '));
      if (sound.threshold() != 0) {
        fields.put("threshold", sound.threshold());
      }
    } else if (condition instanceof Condition.Text text) {
      fields.put("text", text.text());
      fields.put("threshold", text.threshold());
    } else if (condition instanceof Condition.Words words) {
      putUnlessEmpty(fields, "words", words.anyOf());
      putUnlessEmpty(fields, "all-words", words.allOf());
      putUnlessEmpty(fields, "no-words", words.noneOf());
    } else if (condition instanceof Condition.Level level) {
      level.aboveDbfs().ifPresent(bound -> fields.put("level-above", bound));
      level.belowDbfs().ifPresent(bound -> fields.put("level-below", bound));
    } else if (condition instanceof Condition.Health health) {
      fields.put(
          "health",
          health.kinds().stream()
              .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
              .toList());
      putUnlessZero(fields, "lasting", health.lasting());
    }
    return fields;
  }

  private static void putAmount(Map<String, Object> fields, Amount amount) {
    putUnlessZero(fields, "minimum-duration", amount.minimumDuration());
    if (amount.times() != 1) {
      fields.put("times", amount.times());
    }
    putUnlessZero(fields, "within", amount.within());
    amount
        .incidentGroup()
        .ifPresent(
            group -> {
              Map<String, Object> incident = new LinkedHashMap<>();
              incident.put("group", group);
              putUnlessZero(incident, "within", amount.incidentWithin());
              fields.put("incident", incident);
            });
  }

  private static void putNotice(Map<String, Object> fields, Notice notice) {
    fields.put("severity", notice.severity());
    putUnlessEmpty(fields, "labels", new TreeMap<>(notice.labels()));
    putUnlessZero(fields, "cooldown", notice.cooldown());
    putUnlessZero(fields, "repeat", notice.repeat());
    fields.put("summary", notice.summary());
    if (!notice.description().isEmpty()) {
      fields.put("description", notice.description());
    }
  }

  private static void putUnlessZero(Map<String, Object> fields, String key, Duration value) {
    if (!value.isZero()) {
      fields.put(key, SettingTypes.DURATION.format().apply(value));
    }
  }

  private static void putUnlessEmpty(Map<String, Object> fields, String key, List<?> value) {
    if (!value.isEmpty()) {
      fields.put(key, new ArrayList<>(value));
    }
  }

  private static void putUnlessEmpty(Map<String, Object> fields, String key, Map<?, ?> value) {
    if (!value.isEmpty()) {
      fields.put(key, value);
    }
  }
}
