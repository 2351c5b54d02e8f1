package io.earwitness.app.up;

import io.earwitness.app.Console;
import io.earwitness.app.Failures;
import io.earwitness.ingest.FeedPlayer;
import io.earwitness.ingest.PlayedFeed;
import io.earwitness.ingest.Recording;
import io.earwitness.ingest.live.LiveListener;
import io.earwitness.ingest.live.LivePlayer;
import io.earwitness.media.MediaException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Plays recordings, each on a thread of its own, and tells how it went. */
public final class FeedPlayers implements AutoCloseable {
  private final Console console;
  private final Consumer<Recording> onGivenUp;
  private final List<FeedPlayer> players = new ArrayList<>();
  private final List<LivePlayer> livePlayers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicBoolean flawed = new AtomicBoolean();

  /**
   * @param onGivenUp told of a recording whose session will not be ended
   */
  public FeedPlayers(Console console, Consumer<Recording> onGivenUp) {
    this.console = console;
    this.onGivenUp = onGivenUp;
  }

  /** Starts to play; returns at once. */
  public void start(Recording recording, Supplier<FeedPlayer> newPlayer) {
    FeedPlayer player = newPlayer.get();
    Thread thread = new Thread(() -> play(player, recording), "feed-" + recording.feedId());
    players.add(player);
    threads.add(thread);
    thread.start();
  }

  /** Starts to play a live source; returns at once. */
  public void startLive(LivePlayer player, String feedId) {
    Thread thread = new Thread(() -> playLive(player, feedId), "feed-" + feedId);
    livePlayers.add(player);
    threads.add(thread);
    thread.start();
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
        console.progress("%s: sound comes in (%s)".formatted(feedId, what));
      }

      @Override
      public void interrupted(String feedId, String sentence) {
        console.problem("%s: %s".formatted(feedId, sentence));
      }

      @Override
      public void warned(String feedId, String sentence) {
        console.problem("%s: %s".formatted(feedId, sentence));
      }
    };
  }

  private void play(FeedPlayer player, Recording recording) {
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

  /** Waits until all recordings have been played, or were stopped. */
  public void awaitEnd() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Stops playing and waits until what was played has arrived. */
  @Override
  public void close() {
    players.forEach(FeedPlayer::stop);
    livePlayers.forEach(LivePlayer::stop);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
