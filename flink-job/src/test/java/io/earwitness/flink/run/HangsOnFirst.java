package io.earwitness.flink.run;

import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.captioner.caption.Captioner;
import io.earwitness.captioner.caption.CaptionerInfo;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.Effort;
import io.earwitness.testkit.Behaviour;
import io.earwitness.testkit.FakeCaptioner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Never answers a feed's first window, so that those after it wait behind it. */
final class HangsOnFirst implements Captioner {
  private final FakeCaptioner captioner;
  private final String feedId;
  private final AtomicBoolean hangs = new AtomicBoolean();

  HangsOnFirst(String feedId, Behaviour others) {
    this.captioner = new FakeCaptioner(others);
    this.feedId = feedId;
  }

  @Override
  public CaptionerInfo info() {
    return captioner.info();
  }

  @Override
  public CompletableFuture<Captioning> caption(AudioWindow window, Effort effort) {
    boolean first = window.feedId().equals(feedId) && hangs.compareAndSet(false, true);
    return first ? new CompletableFuture<>() : captioner.caption(window, effort);
  }

  @Override
  public void close() {
    captioner.close();
  }
}
