package io.earwitness.onnx.engine;

import io.earwitness.captioner.caption.CaptioningException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** Remembers what an engine did, as words. */
final class RecordedEvents implements EngineListener {
  private record Event(String kind, String what) {}

  private final List<Event> events = new CopyOnWriteArrayList<>();

  List<String> of(String kind) {
    return events.stream().filter(event -> event.kind.equals(kind)).map(Event::what).toList();
  }

  void await(String kind, String what) {
    Awaitility.await().until(() -> of(kind).contains(what));
  }

  @Override
  public void batchRan(int windows, Duration took) {
    events.add(new Event("batchRan", windows + " windows"));
  }

  @Override
  public void windowsEncoded(int whole, int continued) {
    events.add(new Event("windowsEncoded", "%d whole, %d continued".formatted(whole, continued)));
  }

  @Override
  public void queueChanged(int windows, long bytes) {
    events.add(new Event("queueChanged", "%d windows, %d bytes".formatted(windows, bytes)));
  }

  @Override
  public void attemptFailed(CaptioningException.Reason reason, int windows) {
    events.add(new Event("attemptFailed", "%s of %d".formatted(reason, windows)));
  }

  @Override
  public void windowFailed(CaptioningException.Reason reason) {
    events.add(new Event("windowFailed", reason.name()));
  }

  @Override
  public void sessionsRenewed() {
    events.add(new Event("sessionsRenewed", ""));
  }
}
