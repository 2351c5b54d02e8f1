package io.earwitness.onnx.engine;

import io.earwitness.captioner.audio.AudioWindow;
import java.util.OptionalInt;

/**
 * What the codec made of a feed's latest window, and the state from which it can go on.
 *
 * @param place where that window began
 * @param samples its length
 * @param codes {@code int[frames · codebooks]}
 * @param state {@code float[stateSize]} at its end
 */
record EncodedPast(AudioWindow.Place place, int samples, int[] codes, float[] state) {

  /**
   * How many samples of a window are new, if its codes can go on from here: the window begins no
   * earlier than this one, on a frame, holds what the codec wants to see again, and ends on a frame
   * after this one's end or right there.
   *
   * @param length the window's samples
   */
  OptionalInt newSamples(AudioWindow.Place next, int length, int frame, int context) {
    long skipped = next.firstSample() - place.firstSample();
    long common = samples - skipped;
    long fresh = length - common;
    boolean follows =
        next.session().equals(place.session())
            && skipped >= 0
            && skipped % frame == 0
            && common >= context
            && fresh >= 0
            && fresh % frame == 0;
    return follows ? OptionalInt.of(Math.toIntExact(fresh)) : OptionalInt.empty();
  }
}
