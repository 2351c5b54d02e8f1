package io.earwitness.benchmarks.throughput;

import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.HeardSound;
import io.earwitness.captioner.caption.ModelIdentity;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.Amount;
import io.earwitness.captioner.rule.Condition;
import io.earwitness.captioner.rule.Notice;
import io.earwitness.captioner.rule.Scope;
import io.earwitness.captioner.rule.TextEmbedding;
import io.earwitness.testkit.WholeWindows;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * 1,000 feeds at 100 sites, and 10,000 rules with 200 distinct texts, 100 of them for each site:
 * words, kinds of sound and texts in equal parts. One caption of fifty has a word that a rule of
 * its site watches for. Safe for use by several threads.
 */
public final class RuleLoad {
  public static final int FEEDS = 1_000;
  public static final int RULES = 10_000;
  static final int RULES_PER_FEED = 100;
  private static final int SITES = RULES / RULES_PER_FEED;
  private static final int TEXTS = 200;
  private static final int DIMENSION = 512;
  private static final int CAPTIONS_PER_MATCH = 50;
  private static final ModelIdentity MODEL = new ModelIdentity("benchmark", "1", "ab".repeat(32));
  private static final WholeWindows WINDOWS =
      new WholeWindows(MODEL, new SampleRate(16_000), /* windowSeconds= */ 10, /* hopSeconds= */ 5);
  private static final List<String> NOUNS =
      List.of("siren", "drill", "horn", "parrot", "glass", "kettle", "saw", "baby", "cow", "bell");

  /** Not long ago: a broker forgets records and producers by the time that records carry. */
  private final Instant begin = Instant.now().truncatedTo(ChronoUnit.HOURS);

  private final Random random = new Random(11);
  private final TextEmbedding[] texts = new TextEmbedding[TEXTS];
  private final float[][] sounds = new float[64][];

  public RuleLoad() {
    for (int i = 0; i < TEXTS; i++) {
      texts[i] = new TextEmbedding(direction(), MODEL.sha256());
    }
    for (int i = 0; i < sounds.length; i++) {
      sounds[i] = direction();
    }
  }

  /** All rules. */
  public List<AlertRule> rules() {
    List<AlertRule> rules = new ArrayList<>();
    for (int i = 0; i < RULES; i++) {
      rules.add(rule(i));
    }
    return rules;
  }

  private AlertRule rule(int i) {
    int site = i % SITES;
    int ofSite = i / SITES;
    Condition condition =
        switch (ofSite % 3) {
          case 0 ->
              new Condition.Words(
                  List.of(NOUNS.get(ofSite / 3 % NOUNS.size()) + " number " + ofSite / 30),
                  List.of(),
                  List.of());
          case 1 -> new Condition.Sound("label-" + i % 50, 0.9);
          default -> new Condition.Text("text", texts[i % TEXTS], 0.3);
        };
    return new AlertRule(
        "rule-" + i,
        1,
        true,
        new Scope(List.of("site-%02d-*".formatted(site)), Map.of()),
        Optional.empty(),
        AlertRule.Match.ALL,
        List.of(condition),
        Amount.ONCE,
        new Notice("warning", Map.of(), Duration.ZERO, Duration.ZERO, "{label} on {feed}", ""),
        begin);
  }

  private static String text(int feed, long window) {
    long n = feed + window * 7;
    return n % CAPTIONS_PER_MATCH == 0
        ? "dogs are barking near %s number %d"
            .formatted(NOUNS.get((int) (n / CAPTIONS_PER_MATCH % NOUNS.size())), n % 3)
        : "dogs are barking while rain falls on a tin roof";
  }

  /**
   * @param feed from 0 to {@link #FEEDS}, exclusive
   */
  public CaptionEvent caption(int feed, long window) {
    String feedId = "site-%02d-%d".formatted(feed % SITES, feed / SITES);
    Captioning captioning =
        WholeWindows.captioning(
            text(feed, window),
            0.5,
            List.of(new HeardSound("label-1", 0.8, Duration.ZERO, Duration.ofSeconds(4))),
            sounds[(int) ((feed + window) % sounds.length)],
            WINDOWS.end(begin, window));
    return WINDOWS.caption(feedId + "/" + window, feedId, "session", begin, window, captioning);
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
