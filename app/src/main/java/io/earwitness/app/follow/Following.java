package io.earwitness.app.follow;

import io.earwitness.app.follow.EventFollower.Followed;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Follows a topic on a thread of its own until it is closed; then hands out what is visible by then
 * and ends.
 */
public final class Following<T> implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LAST_POLL = Duration.ofMillis(500);

  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean closing;

  private Following(String name, Supplier<EventFollower<T>> opener, Consumer<Followed<T>> handler) {
    this.thread = new Thread(() -> run(opener, handler), name);
  }

  /**
   * Starts to follow.
   *
   * @param opener called on the new thread, which the follower then belongs to
   * @param handler called on that thread, for each event in its order
   */
  public static <T> Following<T> start(
      String name, Supplier<EventFollower<T>> opener, Consumer<Followed<T>> handler) {
    var following = new Following<>(name, opener, handler);
    following.thread.start();
    return following;
  }

  private void run(Supplier<EventFollower<T>> opener, Consumer<Followed<T>> handler) {
    try (EventFollower<T> follower = opener.get()) {
      while (!closing) {
        handle(follower, follower.poll(POLL), handler);
      }
      List<Followed<T>> last = follower.poll(LAST_POLL);
      while (!last.isEmpty()) {
        handle(follower, last, handler);
        last = follower.poll(LAST_POLL);
      }
      ended.complete(null);
    } catch (RuntimeException | Error e) {
      ended.completeExceptionally(e);
    }
  }

  private static <T> void handle(
      EventFollower<T> follower, List<Followed<T>> events, Consumer<Followed<T>> handler) {
    events.forEach(handler);
    if (!events.isEmpty()) {
      follower.remember();
    }
  }

  /** Completes when following has ended: with its failure, if it failed. */
  public CompletableFuture<Void> ended() {
    return ended.copy();
  }

  @Override
  public void close() {
    closing = true;
    ended.handle((nothing, failure) -> null).join();
  }
}
