package io.earwitness.onnx.engine;

import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.captioner.caption.CaptioningException;
import io.earwitness.captioner.caption.CaptioningException.Reason;
import io.earwitness.onnx.bundle.BundleManifest;

/** Says whether a window can be captioned by a bundle, and how long it is in a run. */
record WindowCheck(BundleManifest.Audio audio) {

  /**
   * @return samples of the window once padded
   * @throws CaptioningException {@link Reason#INVALID_WINDOW}
   */
  int runSamples(AudioWindow window) {
    if (!window.rate().equals(audio.sampleRate())) {
      throw invalid("it has %s, the model wants %s".formatted(window.rate(), audio.sampleRate()));
    }
    int samples = window.samples().length;
    if (samples == 0) {
      throw invalid("it has no samples");
    }
    if (samples > audio.maxSamples()) {
      throw invalid(
          "it has %d samples, the model takes %d at most".formatted(samples, audio.maxSamples()));
    }
    for (int i = 0; i < samples; i++) {
      if (!Float.isFinite(window.samples()[i])) {
        throw invalid("sample %d is %s".formatted(i, window.samples()[i]));
      }
    }
    return Math.max(samples, audio.minSamples());
  }

  private static CaptioningException invalid(String why) {
    return new CaptioningException(Reason.INVALID_WINDOW, "the window can't be captioned: " + why);
  }
}
