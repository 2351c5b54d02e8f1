package io.earwitness.flink.caption;

import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.Effort;
import io.earwitness.captioner.event.DeadLetter.Reason;
import io.earwitness.captioner.overload.OverloadControl;
import io.earwitness.flink.DeadLetterCounter;
import io.earwitness.flink.window.WindowRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MeterView;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * What the caption stage measures. {@link #began} and {@link #ended} may be called by any thread,
 * the rest by one at a time.
 */
final class CaptionMetrics {
  private static final int HISTOGRAM_SIZE = 1_000;
  private static final int RATE_SECONDS = 60;
  private static final double MILLIS_PER_SECOND = 1_000.0;

  private final AtomicInteger underWay = new AtomicInteger();
  private final Counter captions;
  private final Counter audioMillis;
  private final Counter plainCaptions;
  private final Counter leftOutWindows;
  private final Histogram batchSize;
  private final Histogram inferenceMillis;
  private final Histogram endToEndMillis;
  private final DeadLetterCounter deadLetters;

  CaptionMetrics(MetricGroup group, ByteBudget budget, OverloadControl overload) {
    captions = group.counter("captions");
    audioMillis = group.counter("captionedAudioMillis");
    plainCaptions = group.counter("plainCaptions");
    leftOutWindows = group.counter("leftOutWindows");
    Gauge<Integer> overloadStep = () -> overload.furthest().ordinal();
    group.gauge("overloadStep", overloadStep);
    batchSize = histogram(group, "batchSize");
    inferenceMillis = histogram(group, "inferenceMillis");
    endToEndMillis = histogram(group, "endToEndMillis");
    deadLetters = new DeadLetterCounter(group);
    MeterView audioRate = group.meter("audioMillisRate", new MeterView(audioMillis, RATE_SECONDS));
    Gauge<Double> realTimeFactor = () -> audioRate.getRate() / MILLIS_PER_SECOND;
    group.gauge("realTimeFactor", realTimeFactor);
    Gauge<Integer> queueDepth = underWay::get;
    group.gauge("queueDepth", queueDepth);
    Gauge<Long> queueBytes = budget::used;
    group.gauge("queueBytes", queueBytes);
  }

  private static Histogram histogram(MetricGroup group, String name) {
    return group.histogram(name, new DescriptiveStatisticsHistogram(HISTOGRAM_SIZE));
  }

  void began() {
    underWay.incrementAndGet();
  }

  void ended() {
    underWay.decrementAndGet();
  }

  /** A window was captioned, or left out. */
  void treated(WindowRequest request, Heard heard) {
    if (heard.treatment().leftOut()) {
      leftOutWindows.inc();
      return;
    }
    if (heard.treatment().effort() == Effort.LEAST) {
      plainCaptions.inc();
    }
    captioned(request, heard.captioning());
  }

  private void captioned(WindowRequest request, Captioning captioning) {
    captions.inc();
    audioMillis.inc(
        request.plan().format().rate().durationOf(request.plan().sampleCount()).toMillis());
    batchSize.update(captioning.batchSize());
    inferenceMillis.update(
        Duration.between(captioning.inferenceBegan(), captioning.inferenceEnded()).toMillis());
    endToEndMillis.update(Duration.between(request.appendedAt(), Instant.now()).toMillis());
  }

  void failed(Reason reason) {
    deadLetters.count(reason);
  }
}
