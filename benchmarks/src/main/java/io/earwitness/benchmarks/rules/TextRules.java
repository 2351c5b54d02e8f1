package io.earwitness.benchmarks.rules;

import io.earwitness.app.CaptionEngine;
import io.earwitness.app.file.CaptionedWindow;
import io.earwitness.app.file.FileCaptioner;
import io.earwitness.app.rules.RuleApplier;
import io.earwitness.app.rules.RuleModel;
import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.alert.AlertReplay;
import io.earwitness.captioner.alert.AlertSettings;
import io.earwitness.captioner.caption.Captioner;
import io.earwitness.captioner.caption.DecodeSettings;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.CaptionIds;
import io.earwitness.captioner.health.HealthSettings;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.Condition;
import io.earwitness.captioner.window.SourceOffsets;
import io.earwitness.captioner.window.WindowClosing;
import io.earwitness.captioner.window.WindowGeometry;
import io.earwitness.media.MediaException;
import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.AllSettings;
import io.earwitness.settings.keys.CaptionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How precise alert rules are on labelled recordings: plays the clips of a folder as feeds, each
 * among the others with a pause between, through windows, model, rules and alerts, and counts which
 * alerts lie over the clips that their rule should find.
 */
@Command(
    name = "text-rules",
    mixinStandardHelpOptions = true,
    description = "Precision and recall of rules on the clips of a folder with a labels.csv.")
public final class TextRules implements Callable<Integer> {
  private static final String EXPECTS = "expects";

  @Option(
      names = "--data",
      required = true,
      description = "Folder with labels.csv: path, label, fold.")
  private Path data;

  @Option(names = "--fold", defaultValue = "", description = "Only clips of this fold.")
  private String fold;

  @Option(
      names = "--rules",
      required = true,
      description = "Rules whose label 'expects' names a clip's.")
  private Path rulesFile;

  @Option(
      names = "--bundle",
      description = "Folder of the bundle; default: that of the repository.")
  private Path bundle = Path.of(System.getProperty("earwitness.home", "."), "models/default");

  @Option(names = "--pause", defaultValue = "12", description = "Seconds of silence between clips.")
  private int pauseSeconds;

  @Option(names = "--clips", defaultValue = "40", description = "Clips in a feed.")
  private int clipsPerFeed;

  @Option(names = "--seed", defaultValue = "4", description = "Of the order of the clips.")
  private long seed;

  @Option(names = "--keep", description = "Folder to keep the feeds in, to play them with `up`.")
  private Path keep;

  @Option(
      names = "--thresholds",
      split = ",",
      defaultValue = "0.4,0.5,0.6,0.65,0.7,0.75,0.8",
      description = "Thresholds of texts to compare, beside those of the rules.")
  private List<Double> thresholds;

  private TextRules() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new TextRules()).execute(args));
  }

  @Override
  public Integer call() throws IOException, MediaException {
    Settings settings =
        Settings.of(AllSettings.CATALOGUE)
            .set(CaptionSettings.BUNDLE.key(), bundle.toString())
            .resolve();
    RuleModel model = RuleModel.of(settings);
    List<AlertRule> rules = model.embed(RuleApplier.read(List.of(rulesFile), model));
    List<ClipFeed> feeds = feeds();
    List<CaptionEvent> captions = captions(settings, feeds);
    System.out.printf(
        "%d clips in %d feeds, %d windows; %s%n%n",
        feeds.stream().mapToInt(feed -> feed.clips().size()).sum(),
        feeds.size(),
        captions.size(),
        model);
    printTable(rules, captions, feeds);
    System.out.printf(
        "%n%-10s %9s %9s   (all rules together)%n", "threshold", "precision", "recall");
    for (double threshold : thresholds) {
      List<AlertRule> changed = rules.stream().map(rule -> at(rule, threshold)).toList();
      printSum("%.2f".formatted(threshold), scores(changed, captions, feeds));
    }
    return CommandLine.ExitCode.OK;
  }

  private List<ClipFeed> feeds() throws IOException, MediaException {
    List<LabelledClip> clips = new ArrayList<>(LabelledClip.readAll(data, fold));
    Collections.shuffle(clips, new Random(seed));
    Duration pause = Duration.ofSeconds(pauseSeconds);
    List<ClipFeed> feeds = new ArrayList<>();
    for (int i = 0; i < clips.size(); i++) {
      if (i % clipsPerFeed == 0) {
        feeds.add(new ClipFeed("feed-%02d".formatted(feeds.size())));
      }
      feeds.get(feeds.size() - 1).add(clips.get(i), pause);
    }
    feeds.forEach(feed -> feed.pause(pause));
    return feeds;
  }

  private List<CaptionEvent> captions(Settings settings, List<ClipFeed> feeds)
      throws IOException, MediaException {
    Path folder = keep == null ? Files.createTempDirectory("text-rules") : keep;
    Files.createDirectories(folder);
    List<CaptionEvent> captions = new ArrayList<>();
    try (Captioner captioner = CaptionEngine.open(settings)) {
      FileCaptioner files = new FileCaptioner(captioner, WindowGeometry.DEFAULT);
      for (ClipFeed feed : feeds) {
        Path file = feed.write(folder);
        List<CaptionedWindow> windows = new ArrayList<>();
        var flaw = files.caption(file, windows::add);
        flaw.ifPresent(System.err::println);
        for (int i = 0; i < windows.size(); i++) {
          captions.add(event(feed.name(), i, windows.get(i), i == windows.size() - 1));
        }
        if (keep == null) {
          Files.delete(file);
        }
        System.err.printf("%s is captioned%n", feed.name());
      }
    }
    if (keep == null) {
      Files.delete(folder);
    }
    return captions;
  }

  private static CaptionEvent event(
      String feed, int window, CaptionedWindow captioned, boolean last) {
    Instant end = Instant.EPOCH.plus(captioned.end());
    return new CaptionEvent(
        CaptionIds.of(feed, "clips", window, captioned.model().sha256()),
        feed,
        "clips",
        window,
        window,
        ClipFeed.RATE.samplesIn(captioned.begin()),
        ClipFeed.RATE.samplesIn(captioned.end()),
        ClipFeed.RATE,
        Instant.EPOCH.plus(captioned.begin()),
        end,
        captioned.captioning(),
        captioned.level(),
        0,
        last ? WindowClosing.END_OF_SESSION : WindowClosing.COMPLETE,
        captioned.model(),
        new DecodeSettings(1, 50, 0, 1, true),
        "",
        SourceOffsets.NONE,
        end);
  }

  private static Map<AlertRule, Score> scores(
      List<AlertRule> rules, List<CaptionEvent> captions, List<ClipFeed> feeds) {
    var replay =
        new AlertReplay(
            AlertSettings.DEFAULT,
            HealthSettings.DEFAULT,
            Duration.ofSeconds(20),
            rules,
            feed -> Map.of());
    captions.forEach(
        caption -> {
          if (!replay.accept(caption).isEmpty()) {
            throw new IllegalStateException("a text was embedded by another bundle");
          }
        });
    Map<String, Alert> lastWords = new LinkedHashMap<>();
    replay.finish(Optional.empty()).forEach(alert -> lastWords.put(alert.alertId(), alert));
    Map<AlertRule, Score> scores = new LinkedHashMap<>();
    for (AlertRule rule : rules) {
      List<Alert> alerts =
          lastWords.values().stream()
              .filter(alert -> alert.ruleId().equals(rule.ruleId()))
              .toList();
      scores.put(rule, Score.of(rule.notice().labels().getOrDefault(EXPECTS, ""), alerts, feeds));
    }
    return scores;
  }

  private static void printTable(
      List<AlertRule> rules, List<CaptionEvent> captions, List<ClipFeed> feeds) {
    Map<AlertRule, Score> scores = scores(rules, captions, feeds);
    System.out.printf(
        "%-12s %-44s %5s %5s %6s %9s %7s  %s%n",
        "rule", "watches for", "clips", "found", "wrong", "precision", "recall", "wrongly over");
    scores.forEach(
        (rule, score) ->
            System.out.printf(
                "%-12s %-44s %5d %5d %6d %8.0f%% %6.0f%%  %s%n",
                rule.ruleId(),
                watched(rule),
                score.expected(),
                score.found(),
                score.wrong(),
                100 * score.precision(),
                100 * score.recall(),
                score.wrongOver().isEmpty() ? "" : score.wrongOver()));
    printSum("all", scores);
  }

  private static void printSum(String heading, Map<AlertRule, Score> scores) {
    int right = scores.values().stream().mapToInt(Score::right).sum();
    int wrong = scores.values().stream().mapToInt(Score::wrong).sum();
    int found = scores.values().stream().mapToInt(Score::found).sum();
    int expected = scores.values().stream().mapToInt(Score::expected).sum();
    System.out.printf(
        "%-10s %8.0f%% %8.0f%%%n",
        heading, 100.0 * right / Math.max(1, right + wrong), 100.0 * found / Math.max(1, expected));
  }

  private static String watched(AlertRule rule) {
    return io.earwitness.app.rules.RuleText.conditions(rule);
  }

  private static AlertRule at(AlertRule rule, double threshold) {
    return rule.withConditions(
        rule.conditions().stream()
            .map(
                condition ->
                    condition instanceof Condition.Text text
                        ? new Condition.Text(text.text(), text.embedding(), threshold)
                        : condition)
            .toList());
  }
}
