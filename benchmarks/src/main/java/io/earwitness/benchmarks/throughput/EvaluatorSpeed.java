package io.earwitness.benchmarks.throughput;

import io.earwitness.captioner.alert.AlertSettings;
import io.earwitness.captioner.alert.AlertTracker;
import io.earwitness.captioner.alert.FeedAlerts;
import io.earwitness.captioner.rule.RuleBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The evaluator alone: {@link AlertTracker} with rules of its own on each thread. */
record EvaluatorSpeed(RuleLoad load, int threads, int seconds) {

  /** What came of it. */
  record Result(long captions, long alerts, double wallSeconds) {
    double perSecond() {
      return captions / wallSeconds;
    }
  }

  /** Runs for so many seconds to warm up, and as many that count. */
  Result run() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<long[]>> workers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        workers.add(new Worker(load, seconds));
      }
      long captions = 0;
      long alerts = 0;
      for (Future<long[]> worker : pool.invokeAll(workers)) {
        captions += worker.get()[0];
        alerts += worker.get()[1];
      }
      return new Result(captions, alerts, seconds);
    } finally {
      pool.shutdown();
    }
  }

  private static final class Worker implements Callable<long[]> {
    private final RuleLoad load;
    private final int seconds;
    private final RuleBook rules = new RuleBook();
    private final AlertTracker tracker = new AlertTracker(AlertSettings.DEFAULT);
    private final FeedAlerts[] states = new FeedAlerts[RuleLoad.FEEDS];
    private long taken;

    Worker(RuleLoad load, int seconds) {
      this.load = load;
      this.seconds = seconds;
      load.rules().forEach(rules::put);
      Arrays.fill(states, FeedAlerts.NONE);
    }

    @Override
    public long[] call() {
      long[] unused = forSeconds();
      return forSeconds();
    }

    private long[] forSeconds() {
      long deadline = System.nanoTime() + seconds * 1_000_000_000L;
      long before = taken;
      long alerts = 0;
      while (System.nanoTime() < deadline) {
        int feed = (int) (taken % RuleLoad.FEEDS);
        AlertTracker.Step step =
            tracker.accept(
                states[feed],
                rules,
                Map.of(),
                load.caption(feed, taken / RuleLoad.FEEDS),
                Instant.now());
        states[feed] = step.state();
        alerts += step.alerts().size();
        taken++;
      }
      return new long[] {taken - before, alerts};
    }
  }
}
