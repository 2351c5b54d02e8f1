package io.earwitness.app.recorded;

import io.earwitness.app.CommandException;
import io.earwitness.app.Console;
import io.earwitness.app.Failures;
import io.earwitness.app.export.ExportFormat;
import io.earwitness.app.export.WholeFile;
import io.earwitness.app.file.CaptionedWindow;
import io.earwitness.app.file.FileCaptioner;
import io.earwitness.app.print.Times;
import io.earwitness.captioner.caption.Captioner;
import io.earwitness.captioner.caption.CaptioningException;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.window.WindowGeometry;
import io.earwitness.ingest.Recording;
import io.earwitness.media.MediaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Captions many recordings, several at once so that the model never waits for a file, and writes
 * the captions of each when they are whole. What is wrong with one recording is told and keeps no
 * other from being captioned.
 */
public final class RecordingsCaptioner {
  /** Decoding goes on while the model is busy, at the ends of files too. */
  private static final int AT_ONCE = 3;

  private final Captioner captioner;
  private final WindowGeometry geometry;
  private final ResultFiles resultFiles;
  private final RecordedTime times;
  private final Console console;
  private final AtomicBoolean flawed = new AtomicBoolean();

  /**
   * @param zone of times in files' names that name none
   */
  public RecordingsCaptioner(
      Captioner captioner,
      WindowGeometry geometry,
      ResultFiles resultFiles,
      ZoneId zone,
      Console console) {
    this.captioner = captioner;
    this.geometry = geometry;
    this.resultFiles = resultFiles;
    this.times = new RecordedTime(zone);
    this.console = console;
  }

  /**
   * Captions those whose results are not there yet.
   *
   * @param again whether to caption the others anew, too
   * @return whether all of them were whole
   * @throws CommandException if a result can't be written: nothing more is begun then
   */
  public boolean captionAll(List<FoundRecording> recordings, boolean again)
      throws InterruptedException {
    Map<FoundRecording, Map<ExportFormat, Path>> results = resultFiles.of(recordings);
    List<FoundRecording> wanted =
        recordings.stream()
            .filter(r -> again || !results.get(r).values().stream().allMatch(Files::exists))
            .toList();
    if (wanted.size() < recordings.size()) {
      console.progress(
          "%d of %d recordings have their captions already; --again captions them anew."
              .formatted(recordings.size() - wanted.size(), recordings.size()));
    }
    Map<FoundRecording, Survey> surveys = surveyAll(wanted);
    if (surveys.isEmpty()) {
      console.progress("Nothing is left to caption.");
      return !flawed.get();
    }
    Duration total =
        surveys.values().stream().map(Survey::length).reduce(Duration.ZERO, Duration::plus);
    console.progress("%d recordings, %s of sound".formatted(surveys.size(), Times.words(total)));
    try (var progress = new Progress(console, surveys.size(), total)) {
      captionEach(surveys, results, progress);
      console.progress(progress.sentence());
    }
    return !flawed.get();
  }

  private Map<FoundRecording, Survey> surveyAll(List<FoundRecording> recordings) {
    Map<FoundRecording, Survey> surveys = new LinkedHashMap<>();
    for (FoundRecording recording : recordings) {
      try {
        surveys.put(recording, Survey.of(recording));
      } catch (MediaException e) {
        tell(Failures.sentence(e));
      }
    }
    return surveys;
  }

  private void captionEach(
      Map<FoundRecording, Survey> surveys,
      Map<FoundRecording, Map<ExportFormat, Path>> results,
      Progress progress)
      throws InterruptedException {
    ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE, RecordingsCaptioner::worker);
    try {
      List<Future<?>> all = new ArrayList<>();
      surveys.forEach(
          (recording, survey) ->
              all.add(
                  workers.submit(
                      () -> {
                        captionOne(recording, survey, results.get(recording), progress);
                        return null;
                      })));
      for (Future<?> one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException(e.getCause());
    } finally {
      workers.shutdownNow();
    }
  }

  private static Thread worker(Runnable work) {
    Thread thread = new Thread(work, "recordings");
    thread.setDaemon(true);
    return thread;
  }

  private void captionOne(
      FoundRecording recording, Survey survey, Map<ExportFormat, Path> results, Progress progress) {
    List<CaptionedWindow> windows = new ArrayList<>();
    try {
      Duration[] told = {Duration.ZERO};
      Optional<String> flaw =
          new FileCaptioner(captioner, geometry)
              .caption(
                  recording.file(),
                  window -> {
                    windows.add(window);
                    progress.heard(window.end().minus(told[0]));
                    told[0] = window.end();
                  });
      List<CaptionEvent> events = events(recording, survey, windows);
      Instant zero = events.isEmpty() ? Instant.EPOCH : events.get(0).begin();
      results.forEach((format, path) -> write(path, format.lines(events, zero)));
      flaw.ifPresent(this::tell);
    } catch (IOException | CaptioningException e) {
      tell(Failures.sentence(e));
    }
    progress.fileDone();
  }

  private List<CaptionEvent> events(
      FoundRecording recording, Survey survey, List<CaptionedWindow> windows) throws IOException {
    Duration length = windows.isEmpty() ? Duration.ZERO : windows.get(windows.size() - 1).end();
    Instant begin = times.beginOf(recording.file(), survey.tags(), length);
    String feed = recording.feedId();
    var events =
        new RecordedEvents(
            captioner.info(), feed, Recording.sessionOfFile(feed, recording.file()), begin);
    return events.of(windows);
  }

  private void write(Path path, List<String> lines) {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new CommandException("The folder of %s can't be made: %s.".formatted(path, e), e);
    }
    WholeFile.write(path, lines);
    console.result(path.toString());
  }

  private void tell(String problem) {
    flawed.set(true);
    console.problem(problem);
  }
}
