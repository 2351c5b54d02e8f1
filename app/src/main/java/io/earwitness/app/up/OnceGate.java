package io.earwitness.app.up;

import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.window.WindowGeometry;
import io.earwitness.ingest.Recording;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Knows when all files are captioned to their end: each session has ended, and each of its windows
 * has a caption, was left out, or has a dead letter in its place. Safe for use by several threads.
 */
final class OnceGate {
  private final WindowGeometry geometry;
  private final Map<String, Session> sessions = new HashMap<>();
  private final CompletableFuture<Void> opened = new CompletableFuture<>();

  /** What has been seen of a session. */
  private static final class Session {
    private final String feedId;
    private final SampleRate rate;
    private final Set<Long> windowsDone = new HashSet<>();
    private long windowsInAll = Long.MAX_VALUE;
    private long windowsFailed;

    Session(Recording recording) {
      this.feedId = recording.feedId();
      this.rate = recording.source().format().rate();
    }

    boolean isDone() {
      return windowsDone.size() + windowsFailed >= windowsInAll;
    }
  }

  /**
   * @param files the recordings to wait for; live ones among them are not waited for
   */
  OnceGate(WindowGeometry geometry, Collection<Recording> files) {
    this.geometry = geometry;
    files.stream()
        .filter(recording -> !recording.live())
        .forEach(file -> sessions.put(file.sessionId(), new Session(file)));
  }

  synchronized void captioned(CaptionEvent event) {
    Session session = sessions.get(event.sessionId());
    if (session != null) {
      session.windowsDone.add(event.windowIndex());
      openIfAllDone();
    }
  }

  synchronized void happened(FeedEvent event) {
    Session session = sessions.get(event.sessionId());
    if (session == null) {
      return;
    }
    if (event.kind() == FeedEvent.Kind.SESSION_ENDED) {
      session.windowsInAll = windowsIn(event.endSample(), session.rate);
    } else if (event.kind() == FeedEvent.Kind.LEFT_OUT) {
      session.windowsDone.add(event.firstSample() / geometry.hopSamples(session.rate));
    }
    openIfAllDone();
  }

  /** A window that can't be captioned has a dead letter under its feed's name. */
  synchronized void refused(DeadLetter letter) {
    if (letter.stage() == DeadLetter.Stage.CAPTION) {
      sessions.values().stream()
          .filter(session -> session.feedId.equals(letter.feedId()))
          .forEach(session -> session.windowsFailed++);
      openIfAllDone();
    }
  }

  /** A recording that can't be played on is not waited for any longer. */
  synchronized void giveUp(Recording recording) {
    sessions.remove(recording.sessionId());
    openIfAllDone();
  }

  /** Windows begin every hop; the last is the first one that reaches the end. */
  private long windowsIn(long samples, SampleRate rate) {
    long window = geometry.windowSamples(rate);
    long hop = geometry.hopSamples(rate);
    return samples <= window ? Math.min(samples, 1) : 1 + (samples - window + hop - 1) / hop;
  }

  private void openIfAllDone() {
    if (sessions.values().stream().allMatch(Session::isDone)) {
      opened.complete(null);
    }
  }

  /** Completes when all files are captioned. */
  CompletableFuture<Void> opened() {
    return opened.copy();
  }
}
