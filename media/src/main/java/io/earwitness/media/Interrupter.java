package io.earwitness.media;

import java.time.Duration;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;

/**
 * Lets native reads end that wait too long. FFmpeg asks on the thread that reads; any thread may
 * {@link #stop}.
 */
final class Interrupter {
  /** FFmpeg calls back on the thread that called it, so that is where it finds whom to ask. */
  private static final ThreadLocal<Interrupter> CURRENT = new ThreadLocal<>();

  /** One for all streams: JavaCPP allots only a few native callbacks per type. */
  private static final Asker ASKER = new Asker();

  private volatile long deadlineNanos = Long.MAX_VALUE;
  private volatile boolean stopped;
  private boolean late;

  /** Sets up a context so that its reads can be ended; for contexts that no reader has yet. */
  void watch(AVIOInterruptCB callback) {
    callback.callback(ASKER);
  }

  /** Before an input is opened: that the one before it was late counts no more. */
  void begin() {
    late = false;
  }

  /** Before each native call that may wait, on the thread that makes it. */
  void enter(Duration patience) {
    CURRENT.set(this);
    deadlineNanos = System.nanoTime() + patience.toNanos();
  }

  /** After it. */
  void leave() {
    CURRENT.remove();
  }

  void stop() {
    stopped = true;
  }

  boolean stopped() {
    return stopped;
  }

  /**
   * Whether a call was ended because it took too long. FFmpeg may still hand out the rest of a
   * packet and tell of it by the next call, so that this stays true.
   */
  boolean late() {
    return late;
  }

  private int answer() {
    if (stopped) {
      return 1;
    }
    late |= System.nanoTime() - deadlineNanos > 0;
    return late ? 1 : 0;
  }

  private static final class Asker extends AVIOInterruptCB.Callback_Pointer {
    @Override
    public int call(Pointer opaque) {
      Interrupter current = CURRENT.get();
      return current == null ? 0 : current.answer();
    }
  }
}
