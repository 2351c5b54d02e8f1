package io.earwitness.flink.caption;

/** Bounds the bytes that are held at once. Safe for use by several threads. */
final class ByteBudget {
  private final long total;
  private long used;

  ByteBudget(long total) {
    this.total = total;
  }

  /** Waits until {@code bytes} fit. More than there are in total fit when nothing else is held. */
  synchronized void take(long bytes) throws InterruptedException {
    while (used > 0 && used + bytes > total) {
      wait();
    }
    used += bytes;
  }

  synchronized void giveBack(long bytes) {
    used -= bytes;
    notifyAll();
  }

  synchronized long used() {
    return used;
  }
}
