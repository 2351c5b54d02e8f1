package io.earwitness.app.evaluate;

import java.util.List;

/**
 * A window with known truth.
 *
 * @param name says where it comes from
 * @param truth the kinds that are heard, in the order in which they begin
 * @param samples {@code float[n]} at the model's rate
 */
record Scene(String name, Layout layout, List<String> truth, float[] samples) {
  Scene {
    truth = List.copyOf(truth);
  }
}
