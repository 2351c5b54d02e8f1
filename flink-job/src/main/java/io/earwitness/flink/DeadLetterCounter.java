package io.earwitness.flink;

import io.earwitness.captioner.event.DeadLetter.Reason;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** Counts dead letters by reason. For one thread at a time. */
public final class DeadLetterCounter {
  private final Map<Reason, Counter> counters = new EnumMap<>(Reason.class);

  public DeadLetterCounter(MetricGroup group) {
    for (Reason reason : Reason.values()) {
      counters.put(
          reason,
          group.addGroup("reason", reason.name().toLowerCase(Locale.ROOT)).counter("deadLetters"));
    }
  }

  public void count(Reason reason) {
    counters.get(reason).inc();
  }
}
