package io.earwitness.app.evaluate;

import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.caption.Captioner;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.CaptioningException;
import io.earwitness.onnx.bundle.NamedKinds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntConsumer;

/** Lets the model hear scenes, a few at once as feeds would, and keeps its time. For one thread. */
final class Examiner {
  private static final int MOST_UNDER_WAY = 16;
  private static final String FEED = "evaluation";

  private final Captioner captioner;
  private final SampleRate rate;
  private final NamedKinds kinds;

  Examiner(Captioner captioner, NamedKinds kinds) {
    this.captioner = captioner;
    this.rate = captioner.info().inputRate();
    this.kinds = kinds;
  }

  SampleRate rate() {
    return rate;
  }

  /**
   * Hears scenes in their order.
   *
   * @param progress told how many are done
   * @throws CaptioningException if the model fails
   */
  List<Heard> hear(Iterator<Scene> scenes, IntConsumer progress) {
    List<Heard> heard = new ArrayList<>();
    Deque<UnderWay> queue = new ArrayDeque<>();
    while (scenes.hasNext() || !queue.isEmpty()) {
      while (scenes.hasNext() && queue.size() < MOST_UNDER_WAY) {
        Scene scene = scenes.next();
        queue.add(new UnderWay(scene, captioner.caption(window(scene.samples()))));
      }
      heard.add(heard(queue.remove()));
      progress.accept(heard.size());
    }
    return heard;
  }

  /** Captions the windows of a feed in their order. */
  List<Captioning> captions(List<float[]> windows) {
    Deque<CompletableFuture<Captioning>> queue = new ArrayDeque<>();
    List<Captioning> captionings = new ArrayList<>();
    for (float[] samples : windows) {
      if (queue.size() == MOST_UNDER_WAY) {
        captionings.add(await(queue.remove()));
      }
      queue.add(captioner.caption(window(samples)));
    }
    while (!queue.isEmpty()) {
      captionings.add(await(queue.remove()));
    }
    return captionings;
  }

  private AudioWindow window(float[] samples) {
    return new AudioWindow(FEED, rate, samples);
  }

  private Heard heard(UnderWay underWay) {
    Scene scene = underWay.scene();
    Captioning captioning = await(underWay.captioning());
    return new Heard(
        scene.name(), scene.layout(), scene.truth(), kinds.in(captioning.text()), captioning);
  }

  private static Captioning await(CompletableFuture<Captioning> captioning) {
    try {
      return captioning.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof CaptioningException known ? known : e;
    }
  }

  private record UnderWay(Scene scene, CompletableFuture<Captioning> captioning) {}
}
