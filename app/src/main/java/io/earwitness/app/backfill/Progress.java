package io.earwitness.app.backfill;

import io.earwitness.app.print.Times;
import java.time.Duration;

/** How far a backfill is, in words. For one thread. */
final class Progress {
  private final Tally tally;
  private final long began = System.nanoTime();
  private boolean knowsItsBegin;
  private double shareAtBegin;
  private Duration soundAtBegin = Duration.ZERO;
  private Duration spentAtBegin = Duration.ZERO;

  /**
   * @param resumed whether some was done before; how much, is known once the topics are read
   */
  Progress(Tally tally, boolean resumed) {
    this.tally = tally;
    this.knowsItsBegin = !resumed;
  }

  private Duration spent() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  String sentence() {
    Duration spent = spent();
    double share = tally.share();
    if (!knowsItsBegin) {
      knowsItsBegin = true;
      shareAtBegin = share;
      soundAtBegin = tally.sound();
      spentAtBegin = spent;
    }
    String so = "%.0f %%: %s in %s".formatted(100 * share, tally.counts(), Times.words(spent));
    if (share <= shareAtBegin || share == 1) {
      return so + ".";
    }
    Duration left =
        Duration.ofMillis(
            (long) (spent.minus(spentAtBegin).toMillis() * (1 - share) / (share - shareAtBegin)));
    return "%s, %s; about %s left.".formatted(so, speed(), Times.words(left));
  }

  private String speed() {
    return "%.1f × real time"
        .formatted(
            (double) tally.sound().minus(soundAtBegin).toMillis()
                / Math.max(1, spent().minus(spentAtBegin).toMillis()));
  }

  String end() {
    return "Captioned %s: %s of sound in %s, %s."
        .formatted(tally.counts(), Times.words(tally.sound()), Times.words(spent()), speed());
  }
}
