package io.earwitness.app.page.live;

import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The stream of server-sent events that an open page reads. Each has a thread of its own, so that a
 * reader that does not read holds up nobody else.
 */
public final class LiveStream {
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final AtomicLong COUNTER = new AtomicLong();

  private final LiveHub hub;

  public LiveStream(LiveHub hub) {
    this.hub = hub;
  }

  /** Serves a reader until it or the hub goes away. Returns at once. */
  public void serve(SseClient client) {
    String seen = client.ctx().header("Last-Event-ID");
    Optional<Subscription> subscription =
        hub.subscribe(seen != null ? seen : client.ctx().queryParam("seen"));
    if (subscription.isEmpty()) {
      client.sendEvent("full", "{}", null);
      client.close();
      return;
    }
    client.keepAlive();
    client.onClose(subscription.get()::close);
    Thread thread =
        new Thread(() -> pump(client, subscription.get()), "page-" + COUNTER.incrementAndGet());
    thread.setDaemon(true);
    thread.start();
  }

  private void pump(SseClient client, Subscription subscription) {
    try {
      client.sendEvent("hello", "{\"resumed\":%b}".formatted(subscription.resumed()), null);
      while (!client.terminated() && !subscription.closed()) {
        Optional<Message> next = subscription.next(HEARTBEAT);
        if (next.isPresent()) {
          Message message = next.get();
          client.sendEvent(
              message.kind(),
              message.json(),
              message.lasting() ? hub.idOf(message.number()) : null);
        } else if (!subscription.closed()) {
          client.sendComment("still here");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      hub.leave(subscription);
      client.close();
    }
  }
}
