package io.earwitness.app.page.live;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Tells all open pages what happens, each at its own pace. Whoever was cut off says which message
 * it saw last and is told what came since, as far as that is remembered. Safe for use by several
 * threads; telling never waits for a reader.
 */
public final class LiveHub implements AutoCloseable {
  static final int REMEMBERED = 2_000;

  /** Numbers of an earlier run mean nothing to this one. */
  private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);

  private final int limit;
  private final ArrayDeque<Message> recent = new ArrayDeque<>();
  private final Set<Subscription> subscriptions = new HashSet<>();
  private long lastNumber;
  private boolean closed;

  /**
   * @param limit of readers at a time
   */
  public LiveHub(int limit) {
    this.limit = limit;
  }

  /** Tells what must reach everybody, be it late. */
  public synchronized void tell(String kind, String json) {
    lastNumber++;
    Message message = new Message(lastNumber, kind, json);
    recent.add(message);
    if (recent.size() > REMEMBERED) {
      recent.remove();
    }
    subscriptions.forEach(subscription -> subscription.offer(message));
  }

  /** Tells what is of the moment only. */
  public synchronized void show(String kind, String json) {
    Message message = new Message(0, kind, json);
    subscriptions.forEach(subscription -> subscription.offer(message));
  }

  /** Whether anybody is there to tell. */
  public synchronized boolean hasReaders() {
    return !subscriptions.isEmpty();
  }

  /** How many are told at a time. */
  public synchronized int readerCount() {
    return subscriptions.size();
  }

  /** The id of the newest message: who has read everything so far goes on after it. */
  public synchronized String position() {
    return idOf(lastNumber);
  }

  String idOf(long number) {
    return run + "-" + number;
  }

  /**
   * Takes a reader in; nothing if there are as many as there may be.
   *
   * @param seen the id of the last message that the reader saw, or {@code null}
   */
  synchronized Optional<Subscription> subscribe(String seen) {
    if (closed || subscriptions.size() >= limit) {
      return Optional.empty();
    }
    long after = numberOf(seen);
    long forgotten = lastNumber - recent.size();
    boolean resumed = after >= forgotten && after <= lastNumber;
    Subscription subscription = new Subscription(resumed);
    if (resumed) {
      recent.stream().filter(message -> message.number() > after).forEach(subscription::offer);
    }
    subscriptions.add(subscription);
    return Optional.of(subscription);
  }

  /** −1 for what is no id of this run. */
  private long numberOf(String id) {
    if (id == null || !id.matches("[0-9a-z]+-[0-9]{1,18}") || !id.startsWith(run + "-")) {
      return -1;
    }
    return Long.parseLong(id.substring(run.length() + 1));
  }

  synchronized void leave(Subscription subscription) {
    subscription.close();
    subscriptions.remove(subscription);
  }

  /** Lets all readers go. */
  @Override
  public synchronized void close() {
    closed = true;
    subscriptions.forEach(Subscription::close);
    subscriptions.clear();
  }
}
