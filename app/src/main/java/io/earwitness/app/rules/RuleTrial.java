package io.earwitness.app.rules;

import io.earwitness.app.Console;
import io.earwitness.app.print.EventPrinter;
import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.alert.AlertReplay;
import io.earwitness.captioner.alert.AlertSettings;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.health.HealthSettings;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.FeedLabels;
import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.AlertingSettings;
import io.earwitness.settings.keys.WindowSettings;
import io.earwitness.topology.FeedHealthSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Holds past captions against rules and tells what would have come of it. For one thread. */
public final class RuleTrial {
  private static final Duration BETWEEN_WORDS = Duration.ofSeconds(2);

  private final List<AlertRule> rules;
  private final AlertReplay replay;
  private final Similarities similarities;
  private final String bundle;
  private final Set<String> feeds = new TreeSet<>();
  private final Set<String> misfits = new TreeSet<>();
  private long captions;
  private long foreign;
  private long levelless;
  private Instant first = Instant.MAX;
  private Instant last = Instant.MIN;

  /**
   * @param rules with their texts embedded
   * @param health when a feed is not well
   * @param lateness how long a group's incident waits for other feeds
   * @param labels of the feeds
   * @param bundle SHA-256 of the bundle that embedded the texts
   */
  public RuleTrial(
      List<AlertRule> rules,
      AlertSettings settings,
      HealthSettings health,
      Duration lateness,
      FeedLabels labels,
      String bundle) {
    this.rules = List.copyOf(rules);
    this.replay = new AlertReplay(settings, health, lateness, rules, labels::of);
    this.similarities = new Similarities(rules);
    this.bundle = bundle;
  }

  /**
   * A trial under the settings of the topology.
   *
   * @param rules with their texts embedded by the model
   */
  public static RuleTrial of(
      Settings settings, RuleModel model, List<AlertRule> rules, FeedLabels labels) {
    var alerting =
        new AlertSettings(
            settings.get(AlertingSettings.MAXIMUM_GAP),
            settings.get(AlertingSettings.IDLE_TIMEOUT),
            AlertSettings.DEFAULT.closingGrace());
    Duration lateness = settings.get(WindowSettings.LENGTH).multipliedBy(2);
    return new RuleTrial(
        rules, alerting, FeedHealthSettings.of(settings), lateness, labels, model.sha256());
  }

  /** Takes the captions of a file whose windows begin within a span. */
  public void readLines(Path file, Instant from, Instant to) {
    CaptionLines.read(
        file,
        bundle,
        caption -> {
          if (!caption.begin().isBefore(from) && caption.begin().isBefore(to)) {
            take(caption);
          }
        });
  }

  /** Takes the captions on the topic. */
  public void readTopic(Settings settings, Instant from, Instant to, Consumer<String> progress) {
    long[] told = {System.nanoTime()};
    foreign =
        new PastCaptions(settings)
            .read(
                from,
                to,
                this::take,
                share -> {
                  if (System.nanoTime() - told[0] > BETWEEN_WORDS.toNanos()) {
                    told[0] = System.nanoTime();
                    progress.accept("%.0f %% of the captions are read …".formatted(100 * share));
                  }
                });
  }

  private void take(CaptionEvent caption) {
    captions++;
    if (Double.isNaN(caption.level().rmsDbfs())) {
      levelless++;
    }
    feeds.add(caption.feedId());
    first = caption.begin().isBefore(first) ? caption.begin() : first;
    last = caption.end().isAfter(last) ? caption.end() : last;
    replay.accept(caption).forEach(rule -> misfits.add(rule.ruleId()));
    similarities.take(caption);
  }

  /**
   * The last word of each alert, by their begins, instead of {@link #finish}.
   *
   * @param until up to when the captions are known: a feed that brought none since has stopped
   */
  public List<Alert> alerts(Instant until) {
    Map<String, Alert> newest = new LinkedHashMap<>();
    replay.finish(Optional.of(until)).forEach(alert -> newest.put(alert.alertId(), alert));
    return newest.values().stream().sorted(Comparator.comparing(Alert::begin)).toList();
  }

  /** How many captions were taken. */
  public long captions() {
    return captions;
  }

  /** Ids of the rules whose texts could not be compared with all captions. */
  public Set<String> misfits() {
    return Set.copyOf(misfits);
  }

  /**
   * Prints the alerts to the results, and the sum of it all to how it goes.
   *
   * @param until up to when the captions are known, if that is known
   * @param everyRevision whether to print all revisions, or each alert's last word
   */
  public void finish(
      Optional<Instant> until, boolean everyRevision, EventPrinter printer, Console console) {
    List<Alert> told = replay.finish(until);
    Map<String, Alert> newest = new LinkedHashMap<>();
    told.forEach(alert -> newest.put(alert.alertId(), alert));
    if (everyRevision) {
      told.forEach(alert -> console.result(printer.alert(alert)));
    } else {
      newest.values().stream()
          .sorted(Comparator.comparing(Alert::begin))
          .forEach(alert -> console.result(printer.alert(alert)));
    }
    sum(newest, console);
  }

  private void sum(Map<String, Alert> newest, Console console) {
    console.progress(
        captions == 0
            ? "There are no captions in that span."
            : "%d captions of %d feeds from %s to %s: %d alerts."
                .formatted(captions, feeds.size(), first, last, newest.size()));
    for (AlertRule rule : rules) {
      long count =
          newest.values().stream().filter(alert -> alert.ruleId().equals(rule.ruleId())).count();
      console.progress(
          "  %s: %s"
              .formatted(
                  rule.ruleId(),
                  rule.enabled()
                      ? (count == 1 ? "1 alert" : count + " alerts")
                      : "is not enabled"));
    }
    if (!similarities.isEmpty() && captions > 0) {
      console.progress("How near the captions came to the texts:");
      similarities.tell(console::progress);
    }
    if (levelless > 0 && rules.stream().anyMatch(AlertRule::watchesHealth)) {
      console.problem(
          ("%d captions tell no level (those of `caption --json`): whether feeds were silent or"
                  + " clipped was not tried on them.")
              .formatted(levelless));
    }
    misfits.forEach(
        id ->
            console.problem(
                ("the texts of rule %s could not be compared with all captions: these have no"
                        + " embedding (write them with --embeddings) or another bundle made it.")
                    .formatted(id)));
    if (foreign > 0) {
      console.problem("%d records on the topic are no captions.".formatted(foreign));
    }
  }
}
