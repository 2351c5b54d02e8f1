package io.earwitness.app.page;

import io.earwitness.app.follow.EventFollower;
import io.earwitness.app.follow.EventFollower.Followed;
import io.earwitness.app.follow.Following;
import io.earwitness.app.page.feeds.AlertBook;
import io.earwitness.app.page.feeds.FeedBoard;
import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.wire.EventType;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.TopicDefinition;
import io.earwitness.wire.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the topics once for all open pages. */
final class PageTopics implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PageTopics.class);

  /** Records of each partition with which to begin, so that a page opened now is not empty. */
  private static final long NEWEST_CAPTIONS = 500;

  private static final long NEWEST_EVENTS = 5_000;
  private static final long NEWEST_CHUNKS = 200;
  private static final Duration SHOW = Duration.ofMillis(200);

  private final List<Following<?>> followings;
  private final ScheduledExecutorService ticker;

  private PageTopics(List<Following<?>> followings, ScheduledExecutorService ticker) {
    this.followings = followings;
    this.ticker = ticker;
  }

  static PageTopics follow(
      KafkaConnection kafka,
      RegistryConnection registry,
      Topics topics,
      FeedBoard board,
      AlertBook alerts) {
    var source = new Source(kafka, registry);
    List<Following<?>> followings =
        List.of(
            source.followChunks(topics.chunks(), board::heard),
            source.follow(
                EventTypes.CAPTION,
                topics.captions(),
                NEWEST_CAPTIONS,
                followed -> board.captioned(followed.event())),
            source.follow(
                EventTypes.FEED_EVENT,
                topics.feedEvents(),
                NEWEST_EVENTS,
                followed -> board.happened(followed.event())),
            source.follow(
                EventTypes.SOUND_EVENT,
                topics.soundEvents(),
                NEWEST_EVENTS,
                followed -> board.sounded(followed.event())),
            source.follow(
                EventTypes.ALERT,
                topics.alerts(),
                NEWEST_EVENTS,
                followed -> alerts.told(followed.event())));
    followings.forEach(PageTopics::logItsFailure);
    ScheduledExecutorService ticker =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "page-ticker");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        ticker.scheduleWithFixedDelay(
            board::show, SHOW.toMillis(), SHOW.toMillis(), TimeUnit.MILLISECONDS);
    return new PageTopics(followings, ticker);
  }

  private static void logItsFailure(Following<?> following) {
    var unused =
        following
            .ended()
            .whenComplete(
                (nothing, failure) -> {
                  if (failure != null) {
                    LOG.error("The page no longer follows a topic", failure);
                  }
                });
  }

  private record Source(KafkaConnection kafka, RegistryConnection registry) {
    /** They are shown a few times a second, so that they may as well come together. */
    Following<AudioChunk> followChunks(
        TopicDefinition topic, Consumer<Followed<AudioChunk>> handler) {
      return Following.start(
          "page-" + topic.name(),
          () ->
              EventFollower.fromNewestTogether(
                  kafka, registry, EventTypes.AUDIO_CHUNK, topic.name(), NEWEST_CHUNKS, SHOW),
          handler);
    }

    <T> Following<T> follow(
        EventType<T> type, TopicDefinition topic, long newest, Consumer<Followed<T>> handler) {
      return Following.start(
          "page-" + topic.name(),
          () -> EventFollower.fromNewest(kafka, registry, type, topic.name(), newest),
          handler);
    }
  }

  @Override
  public void close() {
    ticker.shutdownNow();
    followings.forEach(Following::close);
  }
}
