package io.earwitness.benchmarks.endtoend;

import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.caption.Captioner;
import io.earwitness.captioner.caption.CaptionerInfo;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.DecodeSettings;
import io.earwitness.captioner.caption.Effort;
import io.earwitness.captioner.caption.Hypothesis;
import io.earwitness.captioner.caption.ModelIdentity;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;

/** Costs nothing, so that what is measured is everything else. */
public final class NoOpCaptioner implements Captioner {
  private static final int EMBEDDING_DIM = 256;

  private final CaptionerInfo info;

  public NoOpCaptioner(SampleRate rate) {
    info =
        new CaptionerInfo(
            new ModelIdentity("no-op", "1", "0".repeat(64)),
            rate,
            new DecodeSettings(1, 2, 0, 1.0, true),
            "cpu",
            List.of());
  }

  @Override
  public CaptionerInfo info() {
    return info;
  }

  @Override
  public CompletableFuture<Captioning> caption(AudioWindow window, Effort effort) {
    Instant now = Instant.now();
    return CompletableFuture.completedFuture(
        new Captioning(
            List.of(new Hypothesis("nothing was listened to", 0, 0)),
            1,
            OptionalDouble.empty(),
            List.of(),
            new float[EMBEDDING_DIM],
            now,
            now,
            1));
  }

  @Override
  public void close() {}
}
