package io.earwitness.flink.caption;

import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.captioner.audio.Level;
import io.earwitness.captioner.caption.Captioner;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.Effort;
import io.earwitness.captioner.overload.OverloadControl;
import io.earwitness.captioner.overload.Treatment;
import io.earwitness.flink.window.WindowRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Decodes windows and hands them to the captioner, so many at once. A window's deadline begins with
 * its turn: one that began earlier would, under overload, fail windows that nothing is wrong with.
 */
final class Turns implements AutoCloseable {
  /** Of which one may overtake the other. */
  private static final int DECODERS = 2;

  private final Captioner captioner;
  private final WindowAudio audio;
  private final Duration deadline;
  private final OverloadControl overload;
  private final Clock clock;
  private final Semaphore free;
  private final Set<CompletableFuture<Captioning>> underWay = ConcurrentHashMap.newKeySet();
  private final ExecutorService decoders;

  /**
   * @param overload decides about each window when it is its turn: until then it may wait long
   */
  Turns(Captioner captioner, CaptionPolicy policy, OverloadControl overload, Clock clock) {
    this.captioner = captioner;
    this.audio = new WindowAudio(captioner.info().inputRate());
    this.deadline = policy.deadline();
    this.overload = overload;
    this.clock = clock;
    this.free = new Semaphore(policy.atOnce(), true);
    this.decoders =
        Executors.newFixedThreadPool(
            policy.inOrder() ? 1 : DECODERS, task -> new Thread(task, "window-decoder"));
  }

  /** Captions a window when it is its turn. Returns at once. */
  CompletableFuture<Heard> caption(WindowRequest request) {
    return CompletableFuture.completedFuture(request).thenComposeAsync(this::inTurn, decoders);
  }

  private CompletableFuture<Heard> inTurn(WindowRequest request) {
    await();
    CompletableFuture<Heard> heard;
    try {
      Treatment treatment = treatment(request);
      heard =
          treatment.leftOut()
              ? CompletableFuture.completedFuture(Heard.leftOut(treatment))
              : heard(request, treatment);
    } catch (RuntimeException e) {
      heard = CompletableFuture.failedFuture(e);
    }
    return heard.whenComplete((done, problem) -> free.release());
  }

  private Treatment treatment(WindowRequest request) {
    return overload.decide(
        request.feedId(),
        request.plan(),
        request.appendedAt(),
        request.closedAt(),
        clock.instant());
  }

  private CompletableFuture<Heard> heard(WindowRequest request, Treatment treatment) {
    float[] samples = audio.samples(request);
    Level level = Level.of(samples);
    AudioWindow window =
        new AudioWindow(request.feedId(), audio.rate(), samples, audio.place(request.plan()));
    return caption(window, treatment.effort())
        .thenApply(captioning -> new Heard(treatment, captioning, level));
  }

  private CompletableFuture<Captioning> caption(AudioWindow window, Effort effort) {
    CompletableFuture<Captioning> work = captioner.caption(window, effort);
    underWay.add(work);
    return Deadlines.enforce(work, deadline).whenComplete((done, problem) -> underWay.remove(work));
  }

  private void await() {
    try {
      free.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
  }

  /** Abandons what waits and what is under way. */
  @Override
  public void close() {
    decoders.shutdownNow();
    underWay.forEach(work -> work.cancel(true));
  }
}
