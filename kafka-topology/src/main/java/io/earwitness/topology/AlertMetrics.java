package io.earwitness.topology;

import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/** What goes wrong with alert rules, as rate and total in Kafka Streams' own metrics. */
enum AlertMetrics {
  /** Rules, each time they come, that can't be used. */
  UNUSABLE("unusable-alert-rules"),
  /** Comparisons of a caption and a text that another bundle embedded, which were not made. */
  MISFIT("misfit-alert-texts");

  private static final String SCOPE = "earwitness";

  private final String operation;

  AlertMetrics(String operation) {
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
