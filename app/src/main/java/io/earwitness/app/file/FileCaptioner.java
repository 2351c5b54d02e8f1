package io.earwitness.app.file;

import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.captioner.audio.Level;
import io.earwitness.captioner.audio.Resampler;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.caption.Captioner;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.CaptioningException;
import io.earwitness.captioner.caption.ModelIdentity;
import io.earwitness.captioner.window.WindowGeometry;
import io.earwitness.captioner.window.WindowPlan;
import io.earwitness.media.AudioFileReader;
import io.earwitness.media.MediaException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** Captions files without a broker, a few windows at once. For one thread. */
public final class FileCaptioner {
  private static final int MOST_UNDER_WAY = 8;

  private final Captioner captioner;
  private final WindowGeometry geometry;
  private final Resampler resampler = new Resampler();

  public FileCaptioner(Captioner captioner, WindowGeometry geometry) {
    this.captioner = captioner;
    this.geometry = geometry;
  }

  /**
   * Captions a file to its end.
   *
   * @param sink takes the windows in their order
   * @return what was wrong with the file although it was read, in one sentence
   * @throws MediaException if the file is missing or can't be read as audio
   * @throws CaptioningException if the model fails
   */
  public Optional<String> caption(Path file, Consumer<CaptionedWindow> sink) throws MediaException {
    try (AudioFileReader reader = AudioFileReader.open(file)) {
      SampleRate rate = reader.format().rate();
      Deque<UnderWay> queue = new ArrayDeque<>();
      new FileWindows(reader, geometry)
          .readAll(
              (plan, samples) -> {
                if (queue.size() == MOST_UNDER_WAY) {
                  sink.accept(queue.remove().await());
                }
                queue.add(begin(file, rate, plan, samples));
              });
      while (!queue.isEmpty()) {
        sink.accept(queue.remove().await());
      }
      return reader.flaw();
    }
  }

  private UnderWay begin(Path file, SampleRate rate, WindowPlan plan, float[] samples) {
    SampleRate wanted = captioner.info().inputRate();
    float[] resampled = resampler.resample(samples, rate, wanted);
    return new UnderWay(
        file,
        plan.firstSample(),
        plan.endSample(),
        rate,
        Level.of(samples),
        captioner.info().model(),
        captioner.caption(new AudioWindow(file.toString(), wanted, resampled)));
  }

  private record UnderWay(
      Path file,
      long firstSample,
      long endSample,
      SampleRate rate,
      Level level,
      ModelIdentity model,
      CompletableFuture<Captioning> captioning) {
    CaptionedWindow await() {
      try {
        return new CaptionedWindow(
            file, firstSample, endSample, rate, captioning.join(), level, model);
      } catch (CompletionException e) {
        throw e.getCause() instanceof CaptioningException known ? known : e;
      }
    }
  }
}
