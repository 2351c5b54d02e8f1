package io.earwitness.onnx.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Windows waiting for a batch: a lane for each feed, served in turn, first in, first out within a
 * lane. A batch holds windows of one length and effort, those of the first lane's head; a lane that
 * gave none stays in front, so that every length and effort has its turn. Bounded in bytes.
 * Thread-safe.
 */
final class WindowQueue {
  private final int maxBatch;
  private final long maxWaitNanos;
  private final long capacityBytes;

  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition arrived = lock.newCondition();
  private final Condition room = lock.newCondition();

  /** By feed, in the order in which they are served next. No lane is empty. */
  private final Map<String, Queue<PendingWindow>> lanes = new LinkedHashMap<>();

  private int windows;
  private long bytes;
  private boolean closed;

  WindowQueue(int maxBatch, Duration maxWait, long capacityBytes) {
    this.maxBatch = maxBatch;
    this.maxWaitNanos = maxWait.toNanos();
    this.capacityBytes = capacityBytes;
  }

  /** What waits. */
  record Depth(int windows, long bytes) {}

  Depth depth() {
    lock.lock();
    try {
      return new Depth(windows, bytes);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds a window, when there is room for it.
   *
   * @return false if the queue is closed, or was closed meanwhile
   */
  boolean put(PendingWindow window) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && windows > 0 && bytes + window.bytes() > capacityBytes) {
        room.await();
      }
      if (closed) {
        return false;
      }
      lanes.computeIfAbsent(window.window().feedId(), feed -> new ArrayDeque<>()).add(window);
      windows++;
      bytes += window.bytes();
      arrived.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a window out of the line. Does nothing if it is no longer there. */
  void remove(PendingWindow window) {
    lock.lock();
    try {
      String feed = window.window().feedId();
      Queue<PendingWindow> lane = lanes.get(feed);
      if (lane != null && lane.remove(window)) {
        if (lane.isEmpty()) {
          lanes.remove(feed);
        }
        departed(window);
        room.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the next batch: until it is full, or its turn has come after the longest wait.
   *
   * @return empty when the queue is closed
   */
  List<PendingWindow> takeBatch() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed) {
        if (windows == 0) {
          arrived.await();
          continue;
        }
        long nanos = batchIsFull() ? 0 : maxWaitNanos - longestWaitNanos();
        if (nanos <= 0) {
          return formBatch();
        }
        arrived.awaitNanos(nanos);
      }
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  /** Refuses whatever comes, ends every wait, and gives back what was still queued. */
  List<PendingWindow> close() {
    lock.lock();
    try {
      closed = true;
      List<PendingWindow> rest = new ArrayList<>();
      lanes.values().forEach(rest::addAll);
      lanes.clear();
      windows = 0;
      bytes = 0;
      arrived.signalAll();
      room.signalAll();
      return rest;
    } finally {
      lock.unlock();
    }
  }

  private boolean batchIsFull() {
    PendingWindow leading = leading();
    int found = 0;
    for (Queue<PendingWindow> lane : lanes.values()) {
      for (PendingWindow window : lane) {
        if (!window.sharesRunWith(leading)) {
          break;
        }
        if (++found == maxBatch) {
          return true;
        }
      }
    }
    return false;
  }

  private long longestWaitNanos() {
    long now = System.nanoTime();
    return lanes.values().stream()
        .mapToLong(lane -> now - lane.element().queuedAtNanos())
        .max()
        .orElse(0);
  }

  private List<PendingWindow> formBatch() {
    PendingWindow leading = leading();
    List<PendingWindow> batch = new ArrayList<>();
    Set<String> served = new LinkedHashSet<>();
    int before;
    do {
      before = batch.size();
      for (Map.Entry<String, Queue<PendingWindow>> lane : lanes.entrySet()) {
        PendingWindow head = lane.getValue().peek();
        if (batch.size() < maxBatch && head != null && head.sharesRunWith(leading)) {
          batch.add(lane.getValue().remove());
          served.add(lane.getKey());
        }
      }
    } while (batch.size() < maxBatch && batch.size() > before);
    served.forEach(this::moveToTheBack);
    batch.forEach(this::departed);
    room.signalAll();
    return batch;
  }

  private PendingWindow leading() {
    return lanes.values().iterator().next().element();
  }

  private void moveToTheBack(String feed) {
    Queue<PendingWindow> lane = lanes.remove(feed);
    if (!lane.isEmpty()) {
      lanes.put(feed, lane);
    }
  }

  private void departed(PendingWindow window) {
    windows--;
    bytes -= window.bytes();
  }
}
