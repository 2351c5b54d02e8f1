package io.earwitness.onnx.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earwitness.captioner.caption.Effort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WindowQueueTest {
  private static final int SHORT = 100;
  private static final int LONG = 200;
  private static final long AMPLE = 1 << 20;

  @Test
  void aFeedWithManyWindowsStarvesNoOther() throws InterruptedException {
    WindowQueue queue = new WindowQueue(4, Duration.ZERO, AMPLE);
    put(queue, "busy", 10, SHORT);
    put(queue, "b", 1, SHORT);
    put(queue, "c", 1, SHORT);

    assertThat(feeds(queue.takeBatch())).containsExactly("busy", "b", "c", "busy");
  }

  @Test
  void feedsTakeTurnsFromBatchToBatch() throws InterruptedException {
    WindowQueue queue = new WindowQueue(2, Duration.ZERO, AMPLE);
    for (String feed : List.of("a", "b", "c")) {
      put(queue, feed, 2, SHORT);
    }

    assertThat(feeds(queue.takeBatch())).containsExactly("a", "b");
    assertThat(feeds(queue.takeBatch())).containsExactly("c", "a");
    assertThat(feeds(queue.takeBatch())).containsExactly("b", "c");
  }

  @Test
  void aFeedsWindowsLeaveInTheirOrder() throws InterruptedException {
    WindowQueue queue = new WindowQueue(3, Duration.ZERO, AMPLE);
    List<PendingWindow> expected = put(queue, "a", 7, SHORT);
    put(queue, "b", 2, SHORT);

    List<PendingWindow> left = new ArrayList<>();
    while (queue.depth().windows() > 0) {
      queue.takeBatch().stream()
          .filter(window -> window.window().feedId().equals("a"))
          .forEach(left::add);
    }
    assertThat(left).containsExactlyElementsOf(expected);
  }

  @Test
  void aBatchHoldsOneLengthAndEveryLengthHasItsTurn() throws InterruptedException {
    WindowQueue queue = new WindowQueue(4, Duration.ZERO, AMPLE);
    put(queue, "a", 1, SHORT);
    put(queue, "a", 1, LONG);
    put(queue, "b", 1, LONG);
    put(queue, "c", 9, SHORT);

    assertThat(feeds(queue.takeBatch())).containsExactly("a", "c", "c", "c");
    List<PendingWindow> second = queue.takeBatch();
    assertThat(feeds(second)).containsExactly("b", "a");
    assertThat(second).allSatisfy(window -> assertThat(window.runSamples()).isEqualTo(LONG));
  }

  @Test
  void aBatchHoldsOneEffortAndEveryEffortHasItsTurn() throws InterruptedException {
    WindowQueue queue = new WindowQueue(4, Duration.ZERO, AMPLE);
    for (Effort effort : List.of(Effort.FULL, Effort.LEAST, Effort.FULL)) {
      assertThat(queue.put(Windows.pending("feed of " + effort, SHORT, effort))).isTrue();
    }

    assertThat(queue.takeBatch()).extracting(PendingWindow::effort).containsOnly(Effort.FULL);
    assertThat(queue.takeBatch()).extracting(PendingWindow::effort).containsExactly(Effort.LEAST);
  }

  @Test
  void aFullBatchDoesNotWait() throws InterruptedException {
    WindowQueue queue = new WindowQueue(3, Duration.ofHours(1), AMPLE);
    put(queue, "a", 3, SHORT);

    assertThat(queue.takeBatch()).hasSize(3);
  }

  @Test
  void anUnfilledBatchWaitsForCompanyAndThenGoes() throws Exception {
    WindowQueue queue = new WindowQueue(2, Duration.ofHours(1), AMPLE);
    put(queue, "a", 1, SHORT);
    CompletableFuture<List<PendingWindow>> batch = inBackground(queue::takeBatch);
    assertThat(batch).isNotDone();

    put(queue, "b", 1, SHORT);

    assertThat(batch.join()).hasSize(2);

    WindowQueue impatient = new WindowQueue(2, Duration.ofMillis(20), AMPLE);
    put(impatient, "a", 1, SHORT);
    assertThat(impatient.takeBatch()).hasSize(1);
  }

  @Test
  void aFullQueueBlocksUntilABatchLeaves() throws Exception {
    WindowQueue queue = new WindowQueue(1, Duration.ZERO, 2 * SHORT * Float.BYTES);
    put(queue, "a", 2, SHORT);
    AtomicReference<Thread> producer = new AtomicReference<>();
    CompletableFuture<Boolean> third = blockedPut(queue, producer);

    queue.takeBatch();

    assertThat(third.join()).isTrue();
    assertThat(queue.depth().bytes()).isEqualTo(2 * SHORT * Float.BYTES);
  }

  @Test
  void aWindowLargerThanTheQueueGoesAlone() throws InterruptedException {
    WindowQueue queue = new WindowQueue(1, Duration.ZERO, 8);

    put(queue, "a", 1, SHORT);

    assertThat(queue.takeBatch()).hasSize(1);
  }

  @Test
  void aCancelledWindowLeavesAndMakesRoom() throws Exception {
    WindowQueue queue = new WindowQueue(1, Duration.ZERO, 2 * SHORT * Float.BYTES);
    List<PendingWindow> queued = put(queue, "a", 2, SHORT);
    CompletableFuture<Boolean> third = blockedPut(queue, new AtomicReference<>());

    queue.remove(queued.get(0));
    queue.remove(queued.get(0));

    assertThat(third.join()).isTrue();
    assertThat(queue.takeBatch()).containsExactly(queued.get(1));
    assertThat(feeds(queue.takeBatch())).containsExactly("blocked");
    assertThat(queue.depth()).isEqualTo(new WindowQueue.Depth(0, 0));
  }

  @Test
  void aBlockedProducerCanBeInterrupted() throws Exception {
    WindowQueue queue = new WindowQueue(1, Duration.ZERO, SHORT * Float.BYTES);
    put(queue, "a", 1, SHORT);
    AtomicReference<Thread> producer = new AtomicReference<>();
    CompletableFuture<Boolean> second = blockedPut(queue, producer);

    producer.get().interrupt();

    assertThat(second)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(InterruptedException.class);
    assertThat(queue.depth().windows()).isEqualTo(1);
  }

  @Test
  void closingEndsEveryWaitAndHandsBackTheRest() throws Exception {
    WindowQueue full = new WindowQueue(1, Duration.ofHours(1), SHORT * Float.BYTES);
    List<PendingWindow> queued = put(full, "a", 1, SHORT);
    CompletableFuture<Boolean> blocked = blockedPut(full, new AtomicReference<>());
    WindowQueue empty = new WindowQueue(1, Duration.ofHours(1), AMPLE);
    CompletableFuture<List<PendingWindow>> taker = inBackground(empty::takeBatch);

    assertThat(full.close()).isEqualTo(queued);
    assertThat(empty.close()).isEmpty();

    assertThat(blocked.join()).isFalse();
    assertThat(taker.join()).isEmpty();
    assertThat(full.put(Windows.pending("a", SHORT))).isFalse();
  }

  private static List<PendingWindow> put(WindowQueue queue, String feed, int count, int samples)
      throws InterruptedException {
    List<PendingWindow> windows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      PendingWindow window = Windows.pending(feed, samples);
      assertThat(queue.put(window)).isTrue();
      windows.add(window);
    }
    return windows;
  }

  private static List<String> feeds(List<PendingWindow> batch) {
    return batch.stream().map(window -> window.window().feedId()).toList();
  }

  /** Starts a producer and returns when it is blocked. */
  private static CompletableFuture<Boolean> blockedPut(
      WindowQueue queue, AtomicReference<Thread> producer) {
    CompletableFuture<Boolean> put =
        inBackground(
            () -> {
              producer.set(Thread.currentThread());
              return queue.put(Windows.pending("blocked", SHORT));
            });
    await()
        .until(() -> producer.get() != null && producer.get().getState() == Thread.State.WAITING);
    assertThat(put).isNotDone();
    return put;
  }

  private static <T> CompletableFuture<T> inBackground(Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(work.call());
              } catch (Exception e) {
                result.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return result;
  }
}
