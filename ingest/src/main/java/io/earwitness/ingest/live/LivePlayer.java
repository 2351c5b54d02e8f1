package io.earwitness.ingest.live;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.ingest.Backlog;
import io.earwitness.ingest.ChunkSender;
import io.earwitness.ingest.SentListener;
import io.earwitness.media.ChunkEncoder;
import io.earwitness.media.FormatChangedException;
import io.earwitness.media.MediaException;
import io.earwitness.media.StreamReader;
import io.earwitness.media.StreamReader.Block;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Plays one live source as a feed for as long as it is wanted: opens it, sends what comes, notices
 * when nothing comes, and tries again. {@link #stop} may be called from any thread.
 */
public final class LivePlayer {
  private static final Duration SHORTEST_WAIT = Duration.ofMillis(500);

  /** A connection that held as long was a good one. */
  private static final Duration GOOD = Duration.ofSeconds(10);

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private final LiveFeed feed;
  private final LiveOptions options;
  private final LiveListener listener;
  private final SentListener sentListener;
  private final KafkaConnection kafka;
  private final RegistryConnection registry;
  private final Clock clock = Clock.systemUTC();
  private final StreamReader.Stop stop = new StreamReader.Stop();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final ChunkBuffer buffer;
  private final Backoff backoff;
  private LiveSession session;
  private Instant lastSoundAt;
  private boolean bufferWasFull;
  private boolean tooLargeWasTold;

  /**
   * @param listener is told how the source is doing
   * @param sentListener is told of what arrives on the topic
   */
  public LivePlayer(
      LiveFeed feed,
      LiveOptions options,
      KafkaConnection kafka,
      RegistryConnection registry,
      LiveListener listener,
      SentListener sentListener) {
    this.feed = feed;
    this.options = options;
    this.kafka = kafka;
    this.registry = registry;
    this.listener = listener;
    this.sentListener = sentListener;
    this.buffer =
        new ChunkBuffer(
            options.bufferFolder().resolve(feed.feedId()), options.bufferBytes(), clock);
    this.backoff = new Backoff(SHORTEST_WAIT, options.longestWait(), ThreadLocalRandom.current());
  }

  /** Plays until stopped, or until a source that can't come back has ended. */
  public void play() throws InterruptedException {
    Thread sender = new Thread(this::sendAll, "send-" + feed.feedId());
    sender.start();
    try {
      boolean again = true;
      while (again && !stop.stopped()) {
        again = connectOnce();
      }
      endSession();
    } finally {
      buffer.finish();
      sender.join(CLOSE_PATIENCE.toMillis());
      sender.interrupt();
      sender.join();
      closeBuffer();
    }
  }

  private void closeBuffer() {
    Duration lostBefore = buffer.backlog().lost();
    buffer.close();
    Backlog left = buffer.backlog();
    if (left.chunks() > 0) {
      listener.warned(
          feed.feedId(),
          "%d chunks of its sound did not reach Kafka and wait in %s: its next start sends them."
              .formatted(left.chunks(), options.bufferFolder().resolve(feed.feedId())));
    }
    if (left.lost().compareTo(lostBefore) > 0) {
      listener.warned(
          feed.feedId(),
          "%.1f s of its sound reached neither Kafka nor the disk, and are lost."
              .formatted(left.lost().minus(lostBefore).toMillis() / 1e3));
    }
  }

  /**
   * Opens the source and plays it until it is cut off.
   *
   * @return whether to try again
   */
  private boolean connectOnce() throws InterruptedException {
    Instant began = clock.instant();
    String reason;
    try (StreamReader reader =
        StreamReader.open(
            feed.source().input(options.stallAfter()),
            stop,
            ChunkEncoder.onlyRate(options.encoding()))) {
      began = clock.instant();
      AudioFormat format = reader.format();
      listener.connected(
          feed.feedId(),
          "%s, %s, %d %s"
              .formatted(
                  reader.description(),
                  format.rate(),
                  format.channels(),
                  format.channels() == 1 ? "channel" : "channels"));
      playOn(reader);
      reason = "it ended";
    } catch (FormatChangedException e) {
      endSession();
      listener.interrupted(feed.feedId(), "%s; a new session begins.".formatted(e.getMessage()));
      return true;
    } catch (MediaException e) {
      reason = e.getMessage();
    }
    if (stop.stopped() || !feed.source().comesBack()) {
      return false;
    }
    if (Duration.between(began, clock.instant()).compareTo(GOOD) > 0) {
      backoff.reset();
    }
    waitToTryAgain(reason);
    return true;
  }

  private void playOn(StreamReader reader) throws MediaException {
    var burst = new Burst(reader.format().rate(), clock.instant());
    Optional<Block> block = reader.next();
    boolean settled = false;
    while (block.isPresent() && !stop.stopped()) {
      Instant now = clock.instant();
      lastSoundAt = now;
      if (settled) {
        session.take(block.get(), now);
      } else {
        burst.add(block.get(), block.get().samples().length / reader.format().channels(), now);
        settled = burst.hasSettled(now);
        if (settled) {
          takeBurst(reader.format(), burst);
        }
      }
      block = reader.next();
    }
    if (!settled && !burst.isEmpty()) {
      takeBurst(reader.format(), burst);
    }
  }

  private void takeBurst(AudioFormat format, Burst burst) throws MediaException {
    Instant begin = burst.begin();
    if (session != null && session.format().equals(format)) {
      session.goOnAt(begin);
    } else {
      endSession();
      session =
          new LiveSession(
              feed.feedId(),
              "live-%d-%s".formatted(begin.toEpochMilli(), feed.feedId()),
              format,
              options,
              begin,
              this::buffer);
    }
    for (Burst.Arrival arrival : burst.arrivals()) {
      session.take(arrival.block(), arrival.at());
    }
  }

  /** That it is full is told once for each time. */
  private void buffer(AudioChunk chunk) {
    Optional<String> full = buffer.add(chunk);
    if (full.isPresent() && !bufferWasFull) {
      listener.warned(
          feed.feedId(),
          "its sound is lost from now on, and declared as a gap, until Kafka takes what waits: %s."
              .formatted(full.get()));
    }
    bufferWasFull = full.isPresent();
  }

  /** What waits to be sent, and since when nothing reaches Kafka. From any thread. */
  public Backlog backlog() {
    return buffer.backlog();
  }

  /** A session whose source stays away is ended, so that its last window is captioned. */
  private void waitToTryAgain(String reason) throws InterruptedException {
    Duration wait = backoff.next();
    listener.interrupted(
        feed.feedId(),
        "%s: %s; trying again in %.1f s."
            .formatted(feed.source().shown(), reason, wait.toMillis() / 1e3));
    if (session != null) {
      try {
        session.flush();
      } catch (MediaException e) {
        listener.warned(feed.feedId(), e.getMessage());
      }
      Duration patience =
          options.sessionPatience().minus(Duration.between(lastSoundAt, clock.instant()));
      if (wait.compareTo(patience) >= 0) {
        endSession();
      }
    }
    if (stopped.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
      endSession();
    }
  }

  private void endSession() {
    if (session != null) {
      try {
        session.end();
      } catch (MediaException e) {
        listener.warned(feed.feedId(), e.getMessage());
      }
      session = null;
    }
  }

  /** Sends what is in the buffer, and keeps what did not arrive. Ends when it is interrupted. */
  private void sendAll() {
    var pause = new Backoff(SHORTEST_WAIT, options.longestWait(), ThreadLocalRandom.current());
    boolean told = false;
    while (!buffer.finished() && !Thread.currentThread().isInterrupted()) {
      try (var sender = new ChunkSender(kafka, registry, options.topic(), sentListener)) {
        while (!buffer.finished()) {
          if (sendNext(sender)) {
            pause.reset();
            told = false;
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (IOException | RuntimeException e) {
        if (!Thread.currentThread().isInterrupted()) {
          if (!told) {
            listener.warned(
                feed.feedId(),
                "Its sound can't be sent, waits, and is tried again: %s".formatted(e.getMessage()));
          }
          told = true;
          sleep(pause.next());
        }
      }
    }
  }

  /**
   * Sends the oldest chunk, if there is one.
   *
   * @return whether it has arrived
   */
  private boolean sendNext(ChunkSender sender) throws IOException, InterruptedException {
    Optional<AudioChunk> chunk = buffer.head(POLL);
    if (chunk.isEmpty()) {
      return false;
    }
    try {
      sender.send(chunk.get());
      sender.flush(feed.feedId());
      buffer.sent();
      return true;
    } catch (IOException e) {
      if (!(e.getCause() instanceof RecordTooLargeException)) {
        throw e;
      }
      buffer.unsendable();
      if (!tooLargeWasTold) {
        listener.warned(
            feed.feedId(),
            "chunks that are too large are left out, and declared as gaps; a shorter"
                + " ingest.chunk.length makes smaller ones: %s".formatted(e.getMessage()));
        tooLargeWasTold = true;
      }
      return false;
    }
  }

  private static void sleep(Duration length) {
    try {
      TimeUnit.MILLISECONDS.sleep(length.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends playing soon, and the session with it. */
  public void stop() {
    stop.stop();
    stopped.countDown();
  }
}
