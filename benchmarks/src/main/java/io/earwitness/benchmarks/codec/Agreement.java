package io.earwitness.benchmarks.codec;

import java.util.Locale;
import java.util.stream.IntStream;

/** How much of what two ways of encoding make is the same. For one thread. */
final class Agreement {
  private final int codebooks;
  private final int seconds;
  private final Share all = new Share();
  private final Share firstBook = new Share();
  private final Share lastSecond = new Share();
  private final Share captions = new Share();

  /**
   * @param seconds of a window
   */
  Agreement(int codebooks, int seconds) {
    this.codebooks = codebooks;
    this.seconds = seconds;
  }

  private static final class Share {
    private long equal;
    private long total;

    void add(boolean isEqual) {
      equal += isEqual ? 1 : 0;
      total++;
    }

    double percent() {
      return 100.0 * equal / total;
    }
  }

  void add(CodecTrial.Result one, CodecTrial.Result other) {
    int windows = one.captions().size();
    int frames = one.codes().length / windows / codebooks;
    for (int i = 0; i < one.codes().length; i++) {
      boolean equal = one.codes()[i] == other.codes()[i];
      all.add(equal);
      if (i % codebooks == 0) {
        firstBook.add(equal);
      }
      if (i / codebooks % frames >= frames - frames / seconds) {
        lastSecond.add(equal);
      }
    }
    IntStream.range(0, windows)
        .forEach(i -> captions.add(one.captions().get(i).equals(other.captions().get(i))));
  }

  /** Cells of a Markdown table. */
  String cells() {
    return String.format(
        Locale.ROOT,
        "%.1f %% | %.1f %% | %.1f %% | %d of %d",
        all.percent(),
        firstBook.percent(),
        lastSecond.percent(),
        captions.equal,
        captions.total);
  }
}
