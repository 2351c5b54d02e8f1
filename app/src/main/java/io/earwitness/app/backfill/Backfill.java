package io.earwitness.app.backfill;

import io.earwitness.app.CommandException;
import io.earwitness.app.Console;
import io.earwitness.app.Waiting;
import io.earwitness.app.follow.EventFollower;
import io.earwitness.app.follow.Following;
import io.earwitness.app.follow.TopicEnds;
import io.earwitness.flink.config.JobConfig;
import io.earwitness.flink.run.JobRunner;
import io.earwitness.flink.run.RunningJob;
import io.earwitness.flink.start.PastChunks;
import io.earwitness.flink.start.StartCheck;
import io.earwitness.flink.start.Surroundings;
import io.earwitness.wire.EventType;
import io.earwitness.wire.EventTypes;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The job over a stretch of the past, in this process and beside a live one: it reads the same
 * chunks, and all else is its own. Says how far it is, and ends.
 */
public final class Backfill {
  private static final Duration BETWEEN_WORDS = Duration.ofSeconds(5);
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private final JobConfig config;
  private final BackfillFolder folder;
  private final Console console;
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();

  /**
   * @param config of a run with a range
   * @param folder to go on from after an interruption
   */
  public Backfill(JobConfig config, BackfillFolder folder, Console console) {
    this.config = config;
    this.folder = folder;
    this.console = console;
  }

  /**
   * Captions the range.
   *
   * @return whether it came to its end and any window was captioned
   * @throws CommandException if the job fails
   * @throws io.earwitness.flink.start.JobStartException if nothing lies in the range
   */
  public boolean run() throws InterruptedException {
    Surroundings surroundings = StartCheck.of(config);
    PastChunks past = surroundings.past().orElseThrow();
    tellWhat(past);
    boolean resumed = folder.begins().isPresent();
    Map<String, Map<Integer, Long>> begins = resumed ? goOn() : begin();
    var tally = new Tally(past);
    var progress = new Progress(tally, resumed);
    List<Following<?>> all =
        List.of(
            follow(begins, EventTypes.CAPTION, config.topics().captions().name(), tally::caption),
            follow(
                begins,
                EventTypes.FEED_EVENT,
                config.topics().feedEvents().name(),
                tally::happened),
            follow(
                begins,
                EventTypes.DEAD_LETTER,
                config.topics().deadLetters().name(),
                letter -> tally.refused()));
    try {
      try (RunningJob job = JobRunner.start(config, folder.job(), surroundings)) {
        awaitEnd(job, all, progress);
      }
    } finally {
      all.forEach(Following::close);
    }
    if (stopped.isDone()) {
      // Told here: the process may be about to end.
      console.progress(
          "Stopped after %s. The same range goes on from there: --from %s --to %s."
              .formatted(tally.counts(), config.range().from(), config.range().to()));
      return false;
    }
    folder.forget();
    console.result(progress.end());
    if (tally.isEmpty()) {
      console.problem("No window of %s was completed in that time.".formatted(config.feeds()));
    }
    return !tally.isEmpty();
  }

  /** Asks {@link #run} to end; it does so within seconds. Any thread may. */
  public void stop() {
    stopped.complete(null);
  }

  private void tellWhat(PastChunks past) {
    console.progress(
        "%s: what was appended to %s from %s to %s, %,d chunks"
            .formatted(
                config.name(),
                config.topics().chunks().name(),
                local(config.range().from()),
                local(config.range().to()),
                past.records()));
    past.deletedBefore()
        .ifPresent(
            oldest ->
                console.problem(
                    "What was appended before %s is deleted: the rest is captioned."
                        .formatted(local(oldest))));
  }

  private static String local(Instant moment) {
    return MOMENT.format(moment.atZone(ZoneId.systemDefault()));
  }

  private Map<String, Map<Integer, Long>> goOn() {
    console.progress("Going on where it was interrupted.");
    return folder.begins().orElseThrow();
  }

  /** From here on, what comes to the topics of this run is this backfill's. */
  private Map<String, Map<Integer, Long>> begin() {
    Map<String, Map<Integer, Long>> ends =
        TopicEnds.of(
            config.kafka(),
            List.of(
                config.topics().captions().name(),
                config.topics().feedEvents().name(),
                config.topics().deadLetters().name()));
    folder.remember(ends);
    return ends;
  }

  private <T> Following<T> follow(
      Map<String, Map<Integer, Long>> begins,
      EventType<T> type,
      String topic,
      Consumer<T> handler) {
    return Following.start(
        "follow-" + topic,
        () ->
            EventFollower.fromOffsets(
                config.kafka(), config.registry(), type, topic, begins.get(topic)),
        followed -> handler.accept(followed.event()));
  }

  private void awaitEnd(RunningJob job, List<Following<?>> all, Progress progress)
      throws InterruptedException {
    CompletableFuture<Object> followers =
        CompletableFuture.anyOf(
            all.stream().map(Following::ended).toArray(CompletableFuture[]::new));
    Waiting.until(
        CompletableFuture.anyOf(stopped, job.ended(), followers),
        BETWEEN_WORDS,
        () -> console.progress(progress.sentence()),
        "The backfill");
  }
}
