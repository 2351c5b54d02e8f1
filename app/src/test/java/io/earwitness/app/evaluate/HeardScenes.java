package io.earwitness.app.evaluate;

import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.HeardSound;
import io.earwitness.captioner.caption.Hypothesis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Results of a model that never ran. */
final class HeardScenes {
  private HeardScenes() {}

  /** A caption that names {@code named}, and labels with a score of 0.8. */
  static Heard heard(Layout layout, List<String> truth, List<String> named, String... labels) {
    return heard(layout, truth, named, 0.5, labels);
  }

  static Heard heard(
      Layout layout, List<String> truth, List<String> named, double confidence, String... labels) {
    List<HeardSound> sounds =
        Stream.of(labels)
            .map(label -> new HeardSound(label, 0.8, Duration.ZERO, Duration.ofSeconds(1)))
            .toList();
    return new Heard("made", layout, truth, named, captioning(confidence, sounds, 0));
  }

  /** A clip of {@code label} whose embedding lies at an angle. */
  static Heard at(double degrees, String label) {
    return new Heard(
        "made", Layout.CLIP, List.of(label), List.of(), captioning(0.5, List.of(), degrees));
  }

  static float[] direction(double degrees) {
    return new float[] {
      (float) Math.cos(Math.toRadians(degrees)), (float) Math.sin(Math.toRadians(degrees))
    };
  }

  private static Captioning captioning(double confidence, List<HeardSound> sounds, double degrees) {
    return new Captioning(
        List.of(new Hypothesis("a caption", -1, -1)),
        confidence,
        OptionalDouble.empty(),
        sounds,
        direction(degrees),
        Instant.EPOCH,
        Instant.EPOCH,
        1);
  }
}
