package io.earwitness.benchmarks;

import io.earwitness.benchmarks.throughput.RuleLoad;
import io.earwitness.captioner.alert.AlertSettings;
import io.earwitness.captioner.alert.AlertTracker;
import io.earwitness.captioner.alert.FeedAlerts;
import io.earwitness.captioner.rule.RuleBook;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How many captions a thread holds against the rules of a {@link RuleLoad}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AlertRulesBenchmark {
  private final RuleLoad load = new RuleLoad();
  private final AlertTracker tracker = new AlertTracker(AlertSettings.DEFAULT);
  private final RuleBook rules = new RuleBook();
  private final FeedAlerts[] states = new FeedAlerts[RuleLoad.FEEDS];
  private int feed;
  private long window;

  @Setup
  public void applyRules() {
    load.rules().forEach(rules::put);
    Arrays.fill(states, FeedAlerts.NONE);
  }

  /** One caption, feed after feed, as they come from live feeds. */
  @Benchmark
  public AlertTracker.Step captions() {
    AlertTracker.Step step =
        tracker.accept(states[feed], rules, Map.of(), load.caption(feed, window), Instant.EPOCH);
    states[feed] = step.state();
    feed = (feed + 1) % RuleLoad.FEEDS;
    window += feed == 0 ? 1 : 0;
    return step;
  }
}
