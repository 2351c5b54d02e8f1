package io.earwitness.topology.query;

import io.earwitness.captioner.health.Ailment;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How a feed is.
 *
 * @param newestBegin begin of the caption that came last, by the feed's clock
 * @param lastCaptionAt when it came, by the machine's clock
 * @param ended whether its session has ended
 * @param ailments the states in which it is not well
 */
public record FeedStanding(
    String feedId,
    Instant newestBegin,
    Instant lastCaptionAt,
    boolean ended,
    List<Ailment> ailments,
    Map<String, String> labels) {

  public FeedStanding {
    ailments = List.copyOf(ailments);
    labels = Map.copyOf(labels);
  }
}
