package io.earwitness.testkit;

import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.caption.Captioner;
import io.earwitness.captioner.caption.CaptionerInfo;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.CaptioningException;
import io.earwitness.captioner.caption.CaptioningException.Reason;
import io.earwitness.captioner.caption.DecodeSettings;
import io.earwitness.captioner.caption.Effort;
import io.earwitness.captioner.caption.Hypothesis;
import io.earwitness.captioner.caption.ModelIdentity;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * A captioner without a model: its caption is a checksum of the samples, so a test knows it
 * beforehand, and a single sample out of place shows. What else it does, a {@link Behaviour} says.
 */
public final class FakeCaptioner implements Captioner {
  public static final ModelIdentity MODEL = new ModelIdentity("fake", "1", "f".repeat(64));

  /** What its captions tell of how they were made. */
  public static final DecodeSettings DECODE = new DecodeSettings(4, 50, 3, 1.0, true);

  private final Behaviour behaviour;
  private final CaptionerInfo info;
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "fake-captioner");
            thread.setDaemon(true);
            return thread;
          });

  public FakeCaptioner(Behaviour behaviour) {
    this.behaviour = behaviour;
    this.info =
        new CaptionerInfo(MODEL, new SampleRate(behaviour.rateHertz()), DECODE, "cpu", List.of());
  }

  @Override
  public CaptionerInfo info() {
    return info;
  }

  @Override
  public CompletableFuture<Captioning> caption(AudioWindow window, Effort effort) {
    if (!window.rate().equals(info.inputRate())) {
      return CompletableFuture.failedFuture(
          new CaptioningException(Reason.INVALID_WINDOW, "a window at " + window.rate()));
    }
    if (behaviour.hangs().contains(window.feedId())) {
      return new CompletableFuture<>();
    }
    CompletableFuture<Captioning> captioning = new CompletableFuture<>();
    if (behaviour.millisPerWindow() == 0) {
      complete(captioning, window);
    } else {
      worker.execute(
          () -> {
            rest(effort);
            complete(captioning, window);
          });
    }
    return captioning;
  }

  private void complete(CompletableFuture<Captioning> captioning, AudioWindow window) {
    if (behaviour.fails().contains(window.feedId())) {
      captioning.completeExceptionally(
          new CaptioningException(Reason.INFERENCE_FAILED, "the script says so"));
      return;
    }
    Instant now = Instant.now();
    captioning.complete(
        new Captioning(
            List.of(new Hypothesis(textOf(window.samples()), -1, -1)),
            1,
            OptionalDouble.empty(),
            List.of(),
            new float[0],
            now,
            now,
            1));
  }

  /** The time that a window takes a slow captioner: half as long with the least effort. */
  private void rest(Effort effort) {
    int full = behaviour.millisPerWindow();
    try {
      TimeUnit.MILLISECONDS.sleep(effort == Effort.FULL ? full : full / 2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The caption of these samples. */
  public static String textOf(float[] samples) {
    ByteBuffer bytes = ByteBuffer.allocate(samples.length * Float.BYTES);
    bytes.asFloatBuffer().put(samples);
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return "%d samples that sum up to %08x".formatted(samples.length, checksum.getValue());
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
