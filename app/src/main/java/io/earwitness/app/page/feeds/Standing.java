package io.earwitness.app.page.feeds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.app.page.answer.PageJson;
import java.util.Optional;

/**
 * How a feed is doing, and its source where nothing comes of it.
 *
 * @param source where it is known and explains the status
 */
record Standing(FeedStatus status, Optional<SourceState> source) {
  static Standing of(FeedStatus status, Optional<SourceState> source) {
    boolean explains =
        status == FeedStatus.WAITING
            || (status == FeedStatus.LOST && source.filter(s -> !s.reason().isEmpty()).isPresent());
    return new Standing(status, explains ? source : Optional.empty());
  }

  ObjectNode json() {
    ObjectNode node = PageJson.object().put("status", status.word());
    PageJson.putTime(node, "since", source.map(SourceState::since).orElse(null));
    return node.put("reason", source.map(SourceState::reason).orElse(""));
  }
}
