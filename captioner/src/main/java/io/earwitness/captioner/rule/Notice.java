package io.earwitness.captioner.rule;

import java.time.Duration;
import java.util.Map;

/**
 * How a rule tells of an incident.
 *
 * @param severity info, warning, critical or a word of one's own
 * @param labels that alerts carry
 * @param cooldown no new incident for this long after the last one's end
 * @param repeat a going incident is told again after this long; zero for never
 * @param summary one line with placeholders ({@link NoticeText})
 * @param description more, with placeholders
 */
public record Notice(
    String severity,
    Map<String, String> labels,
    Duration cooldown,
    Duration repeat,
    String summary,
    String description) {

  public Notice {
    labels = Map.copyOf(labels);
  }
}
