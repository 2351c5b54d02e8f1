package io.earwitness.app.feeds;

import io.earwitness.app.Console;
import io.earwitness.app.Failures;
import io.earwitness.app.page.feeds.SourceState;
import io.earwitness.ingest.Backlog;
import io.earwitness.ingest.FeedPlayer;
import io.earwitness.ingest.PlayedFeed;
import io.earwitness.ingest.Recording;
import io.earwitness.ingest.live.LiveListener;
import io.earwitness.ingest.live.LivePlayer;
import io.earwitness.media.MediaException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Plays feeds, each on a thread of its own, and tells how it went. Safe for use by several threads.
 */
public final class FeedPlayers implements AutoCloseable {
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Console console;
  private final Consumer<Recording> onGivenUp;
  private final FeedMeters meters;
  private final Map<String, Playing> playing = new HashMap<>();
  private final AtomicBoolean flawed = new AtomicBoolean();

  private boolean closed;

  private record Playing(
      Thread thread, Runnable stop, Supplier<Backlog> backlog, AtomicReference<Source> source) {}

  /**
   * @param connected whether sound comes in, and since when; or since when none does
   * @param problem the last that was told of it since then
   */
  private record Source(boolean connected, Instant since, String problem) {}

  /**
   * @param onGivenUp told of a recording whose session will not be ended
   * @param meters count what is played
   */
  public FeedPlayers(Console console, Consumer<Recording> onGivenUp, FeedMeters meters) {
    this.console = console;
    this.onGivenUp = onGivenUp;
    this.meters = meters;
  }

  /** What counts the chunks of these feeds. */
  FeedMeters meters() {
    return meters;
  }

  /** Starts to play; returns at once. */
  public void start(Recording recording, FeedPlayer player) {
    start(recording.feedId(), () -> play(player, recording), player::stop, player::backlog);
  }

  /** Starts to play a live source; returns at once. */
  public void startLive(LivePlayer player, String feedId) {
    start(feedId, () -> playLive(player, feedId), player::stop, player::backlog);
  }

  private synchronized void start(
      String feedId, Runnable play, Runnable stop, Supplier<Backlog> backlog) {
    Thread thread =
        new Thread(
            () -> {
              play.run();
              meters.ended(feedId);
            },
            "feed-" + feedId);
    playing.put(
        feedId,
        new Playing(
            thread, stop, backlog, new AtomicReference<>(new Source(false, Instant.now(), ""))));
    thread.start();
    if (closed) {
      // Whoever closes is about to wait for it.
      stop.run();
    }
  }

  private void playLive(LivePlayer player, String feedId) {
    try {
      player.play();
    } catch (RuntimeException e) {
      tell("%s: %s".formatted(feedId, Failures.sentence(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What live players tell, for the console. */
  public LiveListener liveListener() {
    return new LiveListener() {
      @Override
      public void connected(String feedId, String what) {
        meters.connected(feedId);
        found(feedId);
        console.progress("%s: sound comes in (%s)".formatted(feedId, what));
      }

      @Override
      public void interrupted(String feedId, String sentence) {
        meters.interrupted(feedId);
        lost(feedId, sentence);
        console.problem("%s: %s".formatted(feedId, sentence));
      }

      @Override
      public void warned(String feedId, String sentence) {
        change(feedId, source -> new Source(source.connected, source.since, sentence));
        console.problem("%s: %s".formatted(feedId, sentence));
      }
    };
  }

  private void found(String feedId) {
    change(feedId, source -> new Source(true, Instant.now(), ""));
  }

  private void lost(String feedId, String reason) {
    change(
        feedId,
        source -> new Source(false, source.connected ? Instant.now() : source.since, reason));
  }

  private synchronized void change(String feedId, UnaryOperator<Source> change) {
    Optional.ofNullable(playing.get(feedId)).ifPresent(one -> one.source.updateAndGet(change));
  }

  /** How the sources of the feeds that are played are doing. */
  public synchronized Map<String, SourceState> sources() {
    Map<String, SourceState> sources = new HashMap<>();
    playing.forEach(
        (feedId, one) -> {
          if (one.thread.isAlive()) {
            sources.put(feedId, state(one));
          }
        });
    return sources;
  }

  private static SourceState state(Playing one) {
    Source source = one.source.get();
    Optional<Instant> stuckSince = one.backlog.get().stuckSince();
    return stuckSince.isPresent() && source.problem.isEmpty()
        ? new SourceState(stuckSince.get(), "Its sound comes in, but does not reach Kafka.")
        : new SourceState(source.since, source.problem);
  }

  private void play(FeedPlayer player, Recording recording) {
    meters.connected(recording.feedId());
    found(recording.feedId());
    try {
      PlayedFeed played = player.play(recording);
      if (played.end() == PlayedFeed.End.PLAYED_BEFORE) {
        console.progress(
            ("%s: this file was played to its end before; `earwitness tail captions --feed %s"
                    + " --from-beginning` prints its captions.")
                .formatted(recording.feedId(), recording.feedId()));
      } else if (played.end() == PlayedFeed.End.COMPLETE) {
        console.progress("%s: played to its end".formatted(recording.feedId()));
      }
      played.flaw().ifPresent(this::tell);
    } catch (MediaException e) {
      // What could be read of the file has been played, and the session ended.
      tell(e.getMessage());
    } catch (InterruptException e) {
      String rest = recording.live() ? "its end is missing" : "the next start goes on from there";
      tell("%s: stopped before Kafka took all of it; %s.".formatted(recording.feedId(), rest));
      onGivenUp.accept(recording);
    } catch (IOException | RuntimeException e) {
      tell("%s: %s".formatted(recording.feedId(), Failures.sentence(e)));
      onGivenUp.accept(recording);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(String problem) {
    flawed.set(true);
    console.problem(problem);
  }

  /** Whether a recording was flawed or could not be played to its end. */
  public boolean flawed() {
    return flawed.get();
  }

  /** What of each feed that is played waits to be sent. */
  public Map<String, Backlog> backlogs() {
    Map<String, Backlog> backlogs = new HashMap<>();
    synchronized (this) {
      playing.forEach(
          (feedId, one) -> {
            if (one.thread.isAlive()) {
              backlogs.put(feedId, one.backlog.get());
            }
          });
    }
    return backlogs;
  }

  /** Waits until all feeds have been played, or were stopped. */
  public void awaitEnd() throws InterruptedException {
    for (Playing one : all()) {
      one.thread.join();
    }
  }

  private synchronized List<Playing> all() {
    return List.copyOf(playing.values());
  }

  /**
   * Stops playing some feeds and waits until what was played of them has arrived, but not for ever.
   */
  public void stop(Collection<String> feedIds) throws InterruptedException {
    List<Playing> stopping = new ArrayList<>();
    synchronized (this) {
      feedIds.forEach(
          feedId -> Optional.ofNullable(playing.remove(feedId)).ifPresent(stopping::add));
    }
    end(stopping);
  }

  /** While Kafka is away, what was played does not arrive: that is waited for a while only. */
  private static void end(List<Playing> stopping) throws InterruptedException {
    stopping.forEach(one -> one.stop.run());
    long deadline = System.nanoTime() + STOP_PATIENCE.toNanos();
    for (Playing one : stopping) {
      one.thread.join(Math.max(1, (deadline - System.nanoTime()) / NANOS_PER_MILLI));
    }
    for (Playing one : stopping) {
      one.thread.interrupt();
      one.thread.join();
    }
  }

  /** Stops playing and waits until what was played has arrived, but not for ever. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    try {
      end(all());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
