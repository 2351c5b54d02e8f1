package io.earwitness.flink.window;

import io.earwitness.captioner.window.WindowPlan;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** What the windower counts. */
final class WindowMetrics {
  private final Counter windows;
  private final Counter missingSamples;
  private final Counter lateSamples;
  private final Counter repeatedChunks;
  private final Counter stalledFeeds;

  WindowMetrics(MetricGroup group) {
    windows = group.counter("windows");
    missingSamples = group.counter("missingSamples");
    lateSamples = group.counter("lateSamples");
    repeatedChunks = group.counter("repeatedChunks");
    stalledFeeds = group.counter("stalledFeeds");
  }

  void closed(WindowPlan window) {
    windows.inc();
  }

  void missing(long samples) {
    missingSamples.inc(samples);
  }

  void late(long samples) {
    lateSamples.inc(samples);
  }

  void repeated() {
    repeatedChunks.inc();
  }

  void stalled() {
    stalledFeeds.inc();
  }
}
