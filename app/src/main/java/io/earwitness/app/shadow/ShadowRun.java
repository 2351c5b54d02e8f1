package io.earwitness.app.shadow;

import io.earwitness.app.CommandException;
import io.earwitness.app.Console;
import io.earwitness.app.Waiting;
import io.earwitness.app.follow.EventFollower;
import io.earwitness.app.follow.Following;
import io.earwitness.app.follow.TopicEnds;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.flink.config.JobConfig;
import io.earwitness.flink.run.JobRunner;
import io.earwitness.flink.run.RunningJob;
import io.earwitness.flink.start.StartCheck;
import io.earwitness.flink.start.Surroundings;
import io.earwitness.wire.EventTypes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A second bundle's job in this process, beside the live one, until it is stopped. */
public final class ShadowRun {
  private static final Duration BETWEEN_WORDS = Duration.ofMinutes(1);

  private final JobConfig config;
  private final Path stateFolder;
  private final Console console;
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private long windows;

  /**
   * @param stateFolder for the job's state, empty
   */
  public ShadowRun(JobConfig config, Path stateFolder, Console console) {
    this.config = config;
    this.stateFolder = stateFolder;
    this.console = console;
  }

  /**
   * Captions until {@link #stop}.
   *
   * @param name of the second bundle
   * @throws CommandException if the job fails
   */
  public void run(String name, String version) throws InterruptedException {
    Surroundings surroundings = StartCheck.of(config);
    String topic = config.topics().captions().name();
    Map<Integer, Long> ends = TopicEnds.of(config.kafka(), List.of(topic)).get(topic);
    try (RunningJob job = JobRunner.start(config, stateFolder, surroundings);
        Following<CaptionEvent> following =
            Following.start(
                "follow-" + topic,
                () ->
                    EventFollower.fromOffsets(
                        config.kafka(), config.registry(), EventTypes.CAPTION, topic, ends),
                followed -> counted())) {
      console.progress(
          "%s %s captions %.0f %% of the windows from now on, into %s. Ctrl-C stops."
              .formatted(name, version, 100 * config.caption().sample().share(), topic));
      Waiting.until(
          CompletableFuture.anyOf(stopped, job.ended(), following.ended()),
          BETWEEN_WORDS,
          () -> console.progress(soFar()),
          "The shadow");
    }
    console.progress("Stopped after %s.".formatted(soFar()));
  }

  private synchronized void counted() {
    windows++;
  }

  private synchronized String soFar() {
    return "%,d window%s".formatted(windows, windows == 1 ? "" : "s");
  }

  /** Asks {@link #run} to end; it does so within seconds. Any thread may. */
  public void stop() {
    stopped.complete(null);
  }
}
