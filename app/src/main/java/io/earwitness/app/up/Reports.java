package io.earwitness.app.up;

import io.earwitness.app.Console;
import io.earwitness.app.follow.EventFollower;
import io.earwitness.app.follow.EventFollower.Followed;
import io.earwitness.app.follow.Following;
import io.earwitness.app.print.EventPrinter;
import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.flink.config.JobConfig;
import io.earwitness.ingest.Recording;
import io.earwitness.wire.EventType;
import io.earwitness.wire.EventTypes;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Prints captions and alerts as they become visible, and tells what went wrong with feeds. What a
 * run before this one has printed is not printed again.
 */
final class Reports {
  /** Remembers how far captions were printed. */
  private static final String GROUP = "earwitness-up";

  private static final Set<FeedEvent.Kind> ORDINARY =
      Set.of(FeedEvent.Kind.SESSION_BEGAN, FeedEvent.Kind.SESSION_ENDED);

  private final UpOptions options;
  private final Console console;
  private final OnceGate gate;
  private final EventPrinter results;
  private final Set<String> files;

  /** When the file that a feed plays began, by the feed's clock. */
  private final Map<String, Instant> fileBegins = new ConcurrentHashMap<>();

  private final EventPrinter sentences = EventPrinter.text(ZoneId.systemDefault());

  Reports(UpOptions options, Console console, Collection<Recording> recordings, OnceGate gate) {
    this.options = options;
    this.console = console;
    this.gate = gate;
    this.files =
        recordings.stream()
            .filter(recording -> !recording.live())
            .map(Recording::sessionId)
            .collect(Collectors.toCollection(ConcurrentHashMap::newKeySet));
    this.results =
        options.json()
            ? EventPrinter.json()
            : EventPrinter.text(
                ZoneId.systemDefault(),
                files::contains,
                feed -> Optional.ofNullable(fileBegins.get(feed)));
  }

  /** A recording that is played from now on. */
  void plays(Recording recording) {
    if (!recording.live()) {
      files.add(recording.sessionId());
    }
  }

  /** Follows the job's topics until closed. */
  Running start(JobConfig config) {
    return new Running(
        List.of(
            follow(config, EventTypes.CAPTION, config.topics().captions().name(), this::caption),
            follow(config, EventTypes.ALERT, config.topics().alerts().name(), this::alert),
            follow(config, EventTypes.FEED_EVENT, config.topics().feedEvents().name(), this::event),
            follow(
                config,
                EventTypes.DEAD_LETTER,
                config.topics().deadLetters().name(),
                this::deadLetter)));
  }

  private <T> Following<T> follow(
      JobConfig config, EventType<T> type, String topic, Consumer<Followed<T>> handler) {
    return Following.start(
        "follow-" + topic,
        () ->
            EventFollower.remembering(
                config.kafka(), config.registry(), type, topic, GROUP, options.once()),
        handler);
  }

  private void caption(Followed<CaptionEvent> followed) {
    CaptionEvent caption = followed.event();
    if (files.contains(caption.sessionId())) {
      fileBegins.put(
          caption.feedId(),
          caption.begin().minus(caption.rate().durationOf(caption.firstSample())));
    }
    if (!followed.seenBefore()) {
      console.result(results.caption(followed.event()));
    }
    gate.captioned(followed.event());
  }

  private void alert(Followed<Alert> followed) {
    if (!followed.seenBefore()) {
      console.result(results.alert(followed.event()));
    }
  }

  private void event(Followed<FeedEvent> followed) {
    if (!followed.seenBefore() && !ORDINARY.contains(followed.event().kind())) {
      console.progress(sentences.feedEvent(followed.event()));
    }
    gate.happened(followed.event());
  }

  private void deadLetter(Followed<DeadLetter> followed) {
    if (!followed.seenBefore()) {
      console.problem(sentences.deadLetter(followed.event()));
    }
    gate.refused(followed.event());
  }

  /** The threads that follow. Closing them waits until all that is visible has been printed. */
  record Running(List<Following<?>> all) implements AutoCloseable {
    /** Completes with the failure of the first one that fails. */
    CompletableFuture<Object> failed() {
      return CompletableFuture.anyOf(
          all.stream().map(Following::ended).toArray(CompletableFuture[]::new));
    }

    @Override
    public void close() {
      all.forEach(Following::close);
    }
  }
}
