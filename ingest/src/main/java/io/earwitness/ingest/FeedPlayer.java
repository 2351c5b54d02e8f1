package io.earwitness.ingest;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Plays one recording as a feed: cuts it into chunks and sends them. A file that was played in part
 * goes on after its last chunk on the topic. Waits as long as Kafka is away. {@link #stop} may be
 * called from any thread.
 */
public final class FeedPlayer {
  private final KafkaConnection kafka;
  private final RegistryConnection registry;
  private final IngestOptions options;
  private final SentListener listener;
  private final Clock clock;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile ChunkSender current;

  public FeedPlayer(KafkaConnection kafka, RegistryConnection registry, IngestOptions options) {
    this(kafka, registry, options, SentListener.NONE);
  }

  /**
   * @param listener is told of what arrives
   */
  public FeedPlayer(
      KafkaConnection kafka,
      RegistryConnection registry,
      IngestOptions options,
      SentListener listener) {
    this(kafka, registry, options, listener, Clock.systemUTC());
  }

  FeedPlayer(
      KafkaConnection kafka,
      RegistryConnection registry,
      IngestOptions options,
      SentListener listener,
      Clock clock) {
    this.listener = listener;
    this.kafka = kafka;
    this.registry = registry;
    this.options = options;
    this.clock = clock;
  }

  /**
   * Plays to the end, or until stopped, and closes the recording's source.
   *
   * @throws IOException with one sentence for people, if the source can't be read on or a chunk
   *     can't be sent; what was sent stays, and the session is ended where the source is to blame
   */
  public PlayedFeed play(Recording recording) throws IOException, InterruptedException {
    try (SoundSource source = recording.source()) {
      Optional<AudioChunk> last = recording.live() ? Optional.empty() : lastChunkOf(recording);
      if (last.map(AudioChunk::endOfSession).orElse(false)) {
        return new PlayedFeed(PlayedFeed.End.PLAYED_BEFORE, Optional.empty());
      }
      SampleRate rate = source.format().rate();
      var begin =
          last.map(chunk -> after(chunk, rate))
              .orElseGet(() -> new ChunkCutter.Position(0, clock.instant()));
      var cutter = new ChunkCutter(recording, options.encoding(), options.chunkLength(), begin);
      cutter.skipToBegin();
      try (var sender = new ChunkSender(kafka, registry, options.topic(), listener)) {
        current = sender;
        return send(recording, cutter, sender, begin);
      } finally {
        current = null;
      }
    }
  }

  private Optional<AudioChunk> lastChunkOf(Recording recording) {
    try (var played = new PlayedSoFar(kafka, registry, options.topic())) {
      return played.lastChunkOf(recording.feedId(), recording.sessionId());
    }
  }

  private static ChunkCutter.Position after(AudioChunk chunk, SampleRate rate) {
    return new ChunkCutter.Position(
        chunk.endSample(), chunk.eventTime().plus(rate.durationOf(chunk.sampleCount())));
  }

  private PlayedFeed send(
      Recording recording, ChunkCutter cutter, ChunkSender sender, ChunkCutter.Position begin)
      throws IOException, InterruptedException {
    Instant began = clock.instant();
    SampleRate rate = recording.source().format().rate();
    Optional<AudioChunk> chunk = next(recording, cutter, sender);
    while (chunk.isPresent()) {
      long endSample = chunk.get().endSample();
      boolean goesOn = awaitHeard(began.plus(rate.durationOf(endSample - begin.sample())));
      if (goesOn || recording.live()) {
        sender.send(chunk.get());
      }
      if (!goesOn) {
        return stopped(recording, cutter, sender);
      }
      chunk = next(recording, cutter, sender);
    }
    return finished(recording, cutter, sender, PlayedFeed.End.COMPLETE);
  }

  /** A source that can't be read on has come to its end. */
  private static Optional<AudioChunk> next(
      Recording recording, ChunkCutter cutter, ChunkSender sender) throws IOException {
    try {
      return cutter.next();
    } catch (IOException e) {
      var unused = finished(recording, cutter, sender, PlayedFeed.End.STOPPED);
      throw e;
    }
  }

  private static PlayedFeed stopped(Recording recording, ChunkCutter cutter, ChunkSender sender)
      throws IOException {
    if (recording.live()) {
      return finished(recording, cutter, sender, PlayedFeed.End.STOPPED);
    }
    sender.flush(recording.feedId());
    return new PlayedFeed(PlayedFeed.End.STOPPED, Optional.empty());
  }

  private static PlayedFeed finished(
      Recording recording, ChunkCutter cutter, ChunkSender sender, PlayedFeed.End end)
      throws IOException {
    sender.send(cutter.endOfSession());
    sender.flush(recording.feedId());
    return new PlayedFeed(end, recording.source().flaw());
  }

  /**
   * Waits until a sound has been heard.
   *
   * @return {@code false} if the player was stopped
   */
  private boolean awaitHeard(Instant heard) throws InterruptedException {
    long wait =
        options.speed() == Speed.MAX ? 0 : Duration.between(clock.instant(), heard).toMillis();
    return !stopped.await(Math.max(0, wait), TimeUnit.MILLISECONDS);
  }

  /** What Kafka has not answered yet. From any thread. */
  public Backlog backlog() {
    ChunkSender sender = current;
    return sender == null ? Backlog.NONE : sender.backlog();
  }

  /** Ends playing soon. A live session is ended; a file's can be taken up again. */
  public void stop() {
    stopped.countDown();
  }
}
