package io.earwitness.app.rules;

import io.earwitness.app.yaml.Fields;
import io.earwitness.app.yaml.Problems;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.Amount;
import io.earwitness.captioner.rule.Condition;
import io.earwitness.captioner.rule.Notice;
import io.earwitness.captioner.rule.Schedule;
import io.earwitness.captioner.rule.Scope;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one rule of a file. docs/alerts.md has the format. */
final class RuleReader {
  private static final String DEFAULT_SEVERITY = "warning";
  private static final String DEFAULT_SUMMARY = "{rule} on {feed}: {caption}";
  private static final List<String> KEYS =
      List.of(
          "enabled",
          "feeds",
          "feed-labels",
          "schedule",
          "any",
          "all",
          "minimum-duration",
          "times",
          "within",
          "incident",
          "severity",
          "labels",
          "cooldown",
          "repeat",
          "summary",
          "description");

  private final Problems problems;
  private final SoundNames sounds;
  private final ZoneId zone;
  private final Map<String, Node> places = new HashMap<>();

  /**
   * @param zone of schedules that name none
   */
  RuleReader(Problems problems, SoundNames sounds, ZoneId zone) {
    this.problems = problems;
    this.sounds = sounds;
    this.zone = zone;
  }

  /**
   * @param id of the rule
   * @param idNode where it stands
   * @return the rule, version 1 and applied at the epoch; what could not be read is left out
   */
  WrittenRule read(String id, Node idNode, Node node) {
    int before = problems.count();
    places.put("rule", idNode);
    Fields fields = new Fields(problems, node, "a rule");
    fields.allow(KEYS);
    for (String key : fields.names()) {
      places.put(camelCase(key), fields.at(key));
    }
    List<Node> feeds = fields.items("feeds");
    for (int i = 0; i < feeds.size(); i++) {
      places.put("feeds[%d]".formatted(i), feeds.get(i));
    }
    AlertRule rule =
        new AlertRule(
            id,
            1,
            fields.flag("enabled", true),
            new Scope(fields.texts("feeds"), fields.map("feed-labels")),
            fields
                .mapping("schedule", "a schedule such as {hours: 22:00-06:00}")
                .map(this::schedule),
            fields.has("all") ? AlertRule.Match.ALL : AlertRule.Match.ANY,
            conditions(fields, idNode),
            amount(fields),
            notice(fields),
            Instant.EPOCH);
    return new WrittenRule(rule, Map.copyOf(places), problems.count() == before);
  }

  private List<Condition> conditions(Fields fields, Node idNode) {
    if (fields.has("any") == fields.has("all")) {
      problems.add(
          fields.has("any") ? fields.keyAt("all") : idNode,
          "a rule has its conditions under either 'any' (one is enough) or 'all' (each must hold)");
      return List.of();
    }
    String key = fields.has("any") ? "any" : "all";
    places.put("conditions", fields.at(key));
    var reader = new ConditionReader(problems, sounds, places);
    List<Condition> conditions = new ArrayList<>();
    for (Node item : fields.items(key)) {
      reader.read("conditions[%d]".formatted(conditions.size()), item).ifPresent(conditions::add);
    }
    return conditions;
  }

  private Schedule schedule(Fields fields) {
    fields.allow(List.of("days", "hours", "time-zone"));
    places.put("schedule.timeZone", fields.at("time-zone"));
    Set<DayOfWeek> days = new TreeSet<>();
    fields.parsedList("days", Days::parse).forEach(days::addAll);
    Optional<LocalTime[]> hours = fields.parsed("hours", RuleReader::hours);
    return new Schedule(
        days,
        hours.map(pair -> pair[0]).orElse(LocalTime.MIDNIGHT),
        hours.map(pair -> pair[1]).orElse(LocalTime.MIDNIGHT),
        fields.text("time-zone").orElse(zone.getId()));
  }

  /** {@code 22:00-06:00} */
  private static LocalTime[] hours(String text) {
    String[] parts = text.split("\\s*[-–]\\s*", -1);
    if (parts.length == 2
        && parts[0].matches("\\d\\d?:\\d\\d")
        && parts[1].matches("\\d\\d?:\\d\\d")) {
      return new LocalTime[] {time(parts[0]), time(parts[1])};
    }
    throw new IllegalArgumentException("is no span of hours such as 22:00-06:00");
  }

  private static LocalTime time(String text) {
    int colon = text.indexOf(':');
    int hour = Integer.parseInt(text.substring(0, colon));
    int minute = Integer.parseInt(text.substring(colon + 1));
    if (hour == 24 && minute == 0) {
      return LocalTime.MIDNIGHT;
    }
    if (hour > 23 || minute > 59) {
      throw new IllegalArgumentException("has a time of day that does not exist");
    }
    return LocalTime.of(hour, minute);
  }

  private Amount amount(Fields fields) {
    Optional<Fields> incident =
        fields.mapping("incident", "what makes one incident, such as {group: site, within: 5s}");
    incident.ifPresent(
        group -> {
          group.allow(List.of("group", "within"));
          places.put("incidentGroup", group.at("group"));
          places.put("incidentWithin", group.at("within"));
          if (!group.has("group")) {
            problems.add(group.at("group"), "an incident names the feed label under 'group'");
          }
        });
    return new Amount(
        fields.duration("minimum-duration"),
        fields.count("times", 1),
        fields.duration("within"),
        incident.flatMap(group -> group.text("group")),
        incident.map(group -> group.duration("within")).orElse(Duration.ZERO));
  }

  private static Notice notice(Fields fields) {
    return new Notice(
        fields.text("severity", DEFAULT_SEVERITY),
        fields.map("labels"),
        fields.duration("cooldown"),
        fields.duration("repeat"),
        fields.text("summary", DEFAULT_SUMMARY),
        fields.text("description", ""));
  }

  /** As rule problems spell it. */
  private static String camelCase(String key) {
    StringBuilder spelled = new StringBuilder();
    for (String part : key.split("-", -1)) {
      spelled.append(
          spelled.length() == 0 || part.isEmpty()
              ? part
              : Character.toUpperCase(part.charAt(0)) + part.substring(1));
    }
    return spelled.toString();
  }
}
