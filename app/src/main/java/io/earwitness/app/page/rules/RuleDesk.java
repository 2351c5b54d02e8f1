package io.earwitness.app.page.rules;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.app.page.answer.PageJson;
import io.earwitness.app.rules.RuleApplier;
import io.earwitness.app.rules.RuleModel;
import io.earwitness.app.rules.RuleText;
import io.earwitness.app.rules.RuleTrial;
import io.earwitness.app.rules.RuleYaml;
import io.earwitness.app.rules.RulesFile;
import io.earwitness.app.rules.RulesTopic;
import io.earwitness.app.yaml.YamlFileException;
import io.earwitness.app.yaml.YamlText;
import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.FeedLabels;
import io.earwitness.settings.Settings;
import io.earwitness.web.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The alert rules as the page reads, tries and changes them: by the same means as {@code rules
 * list}, {@code test} and {@code apply}. Safe for use by several threads.
 */
public final class RuleDesk {
  /** A test that takes longer is one for the command line. */
  private static final Duration TEST_BUDGET = Duration.ofSeconds(60);

  private static final int MOST_ALERTS = 200;

  /** What people call the text, in messages with line and column. */
  private static final String LABEL = "rules";

  private final Settings settings;
  private final RuleModel model;
  private final FeedLabels labels;
  private final ReentrantLock changing = new ReentrantLock();
  private final ReentrantLock testing = new ReentrantLock();

  /**
   * @param labels of the feeds
   */
  public RuleDesk(Settings settings, RuleModel model, FeedLabels labels) {
    this.settings = settings;
    this.model = model;
    this.labels = labels;
  }

  /** The rules that hold, each with its text in YAML. */
  ObjectNode list() {
    RulesTopic.Content holding = read();
    ObjectNode node = PageJson.object();
    ArrayNode rules = node.putArray("rules");
    for (AlertRule rule : holding.rules().values()) {
      rules
          .addObject()
          .put("id", rule.ruleId())
          .put("version", rule.version())
          .put("enabled", rule.enabled())
          .put("severity", rule.notice().severity())
          .put("conditions", RuleText.conditions(rule))
          .put("feeds", RuleText.feeds(rule))
          .put("yaml", RuleYaml.of(List.of(rule)));
    }
    ArrayNode unreadable = node.putArray("unreadable");
    holding.unreadable().keySet().forEach(unreadable::add);
    return node;
  }

  private RulesTopic.Content read() {
    try (RulesTopic topic = RulesTopic.open(settings)) {
      return topic.read();
    }
  }

  /**
   * Makes rules hold; those that the text does not name go on.
   *
   * @throws RefusedException with all that is wrong, each with its place
   */
  ObjectNode apply(String yaml) {
    List<AlertRule> written = written(yaml);
    ObjectNode node = PageJson.object();
    ArrayNode changes = node.putArray("changes");
    // Versions are counted from those that hold: one change after the other.
    changing.lock();
    try {
      new RuleApplier(settings, model, line -> changes.add(line.replaceAll(" +", " ")))
          .apply(written, false, false);
    } finally {
      changing.unlock();
    }
    return node;
  }

  /**
   * Deletes a rule.
   *
   * @throws RefusedException if there is none of that id
   */
  void delete(String id) {
    changing.lock();
    try (RulesTopic topic = RulesTopic.open(settings)) {
      RulesTopic.Content holding = topic.read();
      if (!holding.rules().containsKey(id) && !holding.unreadable().containsKey(id)) {
        throw RefusedException.missing("There is no rule %s (any more).".formatted(id));
      }
      topic.write(List.of(), List.of(id));
    } finally {
      changing.unlock();
    }
  }

  /**
   * Which alerts rules would have told of what was heard; tells nobody.
   *
   * @throws RefusedException with all that is wrong with the rules, or if another test is under way
   */
  ObjectNode test(String yaml, Instant from, Instant to) {
    List<AlertRule> rules = model.embed(written(yaml));
    if (!testing.tryLock()) {
      throw RefusedException.notNow("Another test is under way; try again in a moment.", null);
    }
    try {
      return tried(rules, from, to);
    } finally {
      testing.unlock();
    }
  }

  private ObjectNode tried(List<AlertRule> rules, Instant from, Instant to) {
    RuleTrial trial = RuleTrial.of(settings, model, rules, labels);
    long deadline = System.nanoTime() + TEST_BUDGET.toNanos();
    trial.readTopic(
        settings,
        from,
        to,
        progress -> {
          if (System.nanoTime() > deadline) {
            throw RefusedException.notNow(
                "The captions take more than a minute to read; `earwitness rules test` has the time.",
                null);
          }
        });
    Instant now = Instant.now();
    List<Alert> alerts = new ArrayList<>(trial.alerts(to.isBefore(now) ? to : now));
    ObjectNode node = PageJson.object().put("captions", trial.captions());
    node.put("count", alerts.size());
    ArrayNode shown = node.putArray("alerts");
    alerts
        .subList(Math.max(0, alerts.size() - MOST_ALERTS), alerts.size())
        .forEach(alert -> shown.add(PageJson.alert(alert)));
    ArrayNode misfits = node.putArray("misfits");
    trial.misfits().forEach(misfits::add);
    return node;
  }

  private List<AlertRule> written(String yaml) {
    try {
      return RulesFile.read(new YamlText(LABEL, yaml), model.knowledge());
    } catch (YamlFileException e) {
      throw RefusedException.wrong(e.getMessage());
    }
  }
}
