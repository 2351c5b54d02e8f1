package io.earwitness.onnx.engine;

import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.Effort;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** Windows to caption. */
final class Windows {
  static final SampleRate RATE = new SampleRate(16_000);
  static final int SAMPLES = 16_000;

  private Windows() {}

  /** Tones and noise that differ from seed to seed. */
  static AudioWindow sound(String feed, int seed, int samples) {
    Random random = new Random(seed);
    double hertz = 100 + random.nextInt(2_000);
    float[] sound = new float[samples];
    for (int i = 0; i < samples; i++) {
      double tone = 0.4 * Math.sin(2 * Math.PI * hertz * i / RATE.hertz());
      sound[i] = (float) (tone + 0.1 * random.nextGaussian());
    }
    return new AudioWindow(feed, RATE, sound);
  }

  static AudioWindow sound(String feed, int seed) {
    return sound(feed, seed, SAMPLES);
  }

  /** As the engine queues it. */
  static PendingWindow pending(String feed, int samples) {
    return pending(feed, samples, Effort.FULL);
  }

  static PendingWindow pending(String feed, int samples, Effort effort) {
    AudioWindow window = new AudioWindow(feed, RATE, new float[samples]);
    return new PendingWindow(
        window, samples, effort, new CompletableFuture<Captioning>(), System.nanoTime());
  }
}
