package io.earwitness.topology;

import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/** What the timeline counts, as rate and total in Kafka Streams' own metrics. */
enum TimelineMetrics {
  /** Records that became dead letters. */
  UNREADABLE("unreadable-captions"),
  /** Captions that were there already. */
  REPEATED("repeated-captions"),
  /** Captions that were there already, but said something else. */
  DIFFERING("differing-captions");

  private static final String SCOPE = "earwitness";

  private final String operation;

  TimelineMetrics(String operation) {
    this.operation = operation;
  }

  String operation() {
    return operation;
  }

  Sensor sensor(ProcessingContext context) {
    return context
        .metrics()
        .addRateTotalSensor(
            SCOPE, context.taskId().toString(), operation, Sensor.RecordingLevel.INFO);
  }
}
