package io.earwitness.benchmarks;

import io.earwitness.captioner.alert.AlertSettings;
import io.earwitness.captioner.alert.AlertTracker;
import io.earwitness.captioner.alert.FeedAlerts;
import io.earwitness.captioner.audio.Level;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.DecodeSettings;
import io.earwitness.captioner.caption.HeardSound;
import io.earwitness.captioner.caption.Hypothesis;
import io.earwitness.captioner.caption.ModelIdentity;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.Amount;
import io.earwitness.captioner.rule.Condition;
import io.earwitness.captioner.rule.Notice;
import io.earwitness.captioner.rule.RuleBook;
import io.earwitness.captioner.rule.Scope;
import io.earwitness.captioner.rule.TextEmbedding;
import io.earwitness.captioner.window.SourceOffsets;
import io.earwitness.captioner.window.WindowClosing;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many captions a thread holds against the rules: 1,000 feeds at 100 sites, 10,000 rules with
 * 200 distinct texts, 100 of them for each site.
 */
@State(org.openjdk.jmh.annotations.Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AlertRulesBenchmark {
  private static final int FEEDS = 1_000;
  private static final int SITES = 100;
  private static final int RULES_PER_SITE = 100;
  private static final int TEXTS = 200;
  private static final int DIMENSION = 512;
  private static final int HOP_SECONDS = 5;
  private static final int WINDOW_SECONDS = 10;
  private static final ModelIdentity MODEL = new ModelIdentity("benchmark", "1", "ab".repeat(32));
  private static final SampleRate RATE = new SampleRate(16_000);
  private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

  private final Random random = new Random(11);
  private final AlertTracker tracker = new AlertTracker(AlertSettings.DEFAULT);
  private final RuleBook rules = new RuleBook();
  private final FeedAlerts[] states = new FeedAlerts[FEEDS];
  private final float[][] sounds = new float[64][];
  private int feed;
  private long window;

  @Setup
  public void applyRules() {
    TextEmbedding[] texts = new TextEmbedding[TEXTS];
    for (int i = 0; i < TEXTS; i++) {
      texts[i] = new TextEmbedding(direction(), MODEL.sha256());
    }
    for (int i = 0; i < SITES * RULES_PER_SITE; i++) {
      rules.put(rule(i, texts));
    }
    for (int i = 0; i < sounds.length; i++) {
      sounds[i] = direction();
    }
    Arrays.fill(states, FeedAlerts.NONE);
  }

  /** One caption, feed after feed, as they come from live feeds. */
  @Benchmark
  public AlertTracker.Step captions() {
    AlertTracker.Step step =
        tracker.accept(states[feed], rules, Map.of(), caption(), Instant.EPOCH);
    states[feed] = step.state();
    feed = (feed + 1) % FEEDS;
    window += feed == 0 ? 1 : 0;
    return step;
  }

  private AlertRule rule(int i, TextEmbedding[] texts) {
    Condition condition =
        switch (i % 3) {
          case 0 -> new Condition.Words(List.of("glass breaks", "siren"), List.of(), List.of());
          case 1 -> new Condition.Sound("label-" + i % 50, 0.9);
          default -> new Condition.Text("text", texts[(i + i / SITES * 7) % TEXTS], 0.2);
        };
    return new AlertRule(
        "rule-" + i,
        1,
        true,
        new Scope(List.of("site-%02d-*".formatted(i % SITES)), Map.of()),
        Optional.empty(),
        AlertRule.Match.ALL,
        List.of(condition),
        Amount.ONCE,
        new Notice("warning", Map.of(), Duration.ZERO, Duration.ZERO, "{label} on {feed}", ""),
        BEGIN);
  }

  private CaptionEvent caption() {
    String feedId = "site-%02d-%d".formatted(feed % SITES, feed / SITES);
    Instant begin = BEGIN.plusSeconds(window * HOP_SECONDS);
    Instant end = begin.plusSeconds(WINDOW_SECONDS);
    Captioning captioning =
        new Captioning(
            List.of(new Hypothesis("dogs are barking while rain falls on a tin roof", -1, -0.1)),
            0.5,
            OptionalDouble.empty(),
            List.of(new HeardSound("label-1", 0.8, Duration.ZERO, Duration.ofSeconds(4))),
            sounds[(int) ((feed + window) % sounds.length)],
            end,
            end,
            1);
    return new CaptionEvent(
        feedId + "/" + window,
        feedId,
        "session",
        window,
        window,
        window * HOP_SECONDS * RATE.hertz(),
        (window * HOP_SECONDS + WINDOW_SECONDS) * RATE.hertz(),
        RATE,
        begin,
        end,
        captioning,
        new Level(-20, -3),
        0,
        WindowClosing.COMPLETE,
        MODEL,
        new DecodeSettings(4, 50, 3, 1, true),
        "cpu",
        SourceOffsets.NONE,
        end);
  }

  /** {@code float[DIMENSION]} of length 1. */
  private float[] direction() {
    float[] values = new float[DIMENSION];
    double squares = 0;
    for (int i = 0; i < DIMENSION; i++) {
      values[i] = (float) random.nextGaussian();
      squares += values[i] * values[i];
    }
    for (int i = 0; i < DIMENSION; i++) {
      values[i] /= (float) Math.sqrt(squares);
    }
    return values;
  }
}
