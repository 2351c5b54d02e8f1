package io.earwitness.ingest.live;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.ingest.Backlog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits to be sent of one feed, first in, first out: the newest chunks in memory, those before
 * them on disk, up to a limit, and what was on disk when the process ended is there again when it
 * starts. What no longer fits there is lost: its sample indices are missing then, and the job
 * declares the gap. A full buffer so keeps what came first and what is newest, and loses what lies
 * between. Safe for one thread that adds, one that sends, and any that look.
 */
final class ChunkBuffer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChunkBuffer.class);
  static final int IN_MEMORY = 32;
  private static final String SUFFIX = ".chunk";

  private final Path folder;
  private final long mostBytes;
  private final Clock clock;
  private final ArrayDeque<Waiting> memory = new ArrayDeque<>();

  /** Files in their order, one for each chunk, all of them older than what is in memory. */
  private final ArrayDeque<Path> files = new ArrayDeque<>();

  /** What is being sent, older than all else; {@code null} for nothing. */
  private Head head;

  private Instant stuckSince;
  private long fileBytes;
  private long nextNumber;
  private Duration lost = Duration.ZERO;
  private double bytesPerSecond;
  private boolean closed;

  /** A chunk and its place among all of the feed. */
  private record Waiting(long number, AudioChunk chunk) {}

  /**
   * @param file where it lies; {@code null} where it was taken from memory
   * @param since when it was first handed out
   */
  private record Head(Waiting waiting, Path file, Instant since) {}

  /**
   * Opens the buffer.
   *
   * @param folder of this feed alone; made when it is needed
   * @throws UncheckedIOException if it is there and can't be read
   */
  ChunkBuffer(Path folder, long mostBytes, Clock clock) {
    this.folder = folder;
    this.mostBytes = mostBytes;
    this.clock = clock;
    if (Files.isDirectory(folder)) {
      findFiles();
    }
  }

  private void findFiles() {
    try (Stream<Path> found = Files.list(folder)) {
      List<Path> sorted = found.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
      for (Path file : sorted) {
        files.add(file);
        fileBytes += Files.size(file);
        nextNumber = numberOf(file) + 1;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The buffer %s can't be read".formatted(folder), e);
    } catch (NumberFormatException e) {
      throw new UncheckedIOException(
          new IOException("The buffer %s holds files of somebody else".formatted(folder), e));
    }
  }

  private static long numberOf(Path file) {
    String name = file.getFileName().toString();
    return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
  }

  /**
   * Takes a chunk.
   *
   * @return why a chunk was lost for it, in words that follow a colon; nothing if there was room
   */
  synchronized Optional<String> add(AudioChunk chunk) {
    memory.add(new Waiting(nextNumber, chunk));
    nextNumber++;
    notifyAll();
    // The oldest in memory is newer than all on disk, and what is being sent is no longer there.
    return memory.size() <= IN_MEMORY ? Optional.empty() : spill(memory.poll());
  }

  private Optional<String> spill(Waiting waiting) {
    Path unfinished = folder.resolve("unfinished");
    try {
      byte[] bytes = ChunkCodec.write(waiting.chunk());
      // That a session has ended is told in any case: it is a few bytes.
      if (fileBytes + bytes.length > mostBytes && !waiting.chunk().endOfSession()) {
        lose(waiting.chunk());
        return Optional.of("%,d bytes wait in %s, and no more may".formatted(fileBytes, folder));
      }
      Files.createDirectories(folder);
      Path file = folder.resolve("%019d%s".formatted(waiting.number(), SUFFIX));
      Files.write(unfinished, bytes);
      Files.move(unfinished, file);
      fileBytes += bytes.length;
      files.add(file);
      return Optional.empty();
    } catch (IOException e) {
      // A full disk is a full buffer.
      lose(waiting.chunk());
      remove(unfinished);
      return Optional.of("it can't wait on disk: " + e.getMessage());
    }
  }

  /** What a full disk left half-written would keep it full. */
  private static void remove(Path unfinished) {
    try {
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      LOG.warn("{} can't be removed: {}", unfinished, e.toString());
    }
  }

  private void lose(AudioChunk chunk) {
    lost = lost.plus(lengthOf(chunk));
  }

  private static Duration lengthOf(AudioChunk chunk) {
    return chunk.format().rate().durationOf(chunk.sampleCount());
  }

  /**
   * The oldest chunk, which stays until {@link #sent}; waits for one.
   *
   * @return nothing if none comes in time, or the buffer is closed and empty
   */
  synchronized Optional<AudioChunk> head(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!takeHead()) {
      long left = deadline - System.nanoTime();
      if (closed || left <= 0) {
        return Optional.empty();
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return Optional.of(head.waiting().chunk());
  }

  private boolean takeHead() {
    if (head == null) {
      Instant now = clock.instant();
      readFile()
          .ifPresentOrElse(
              waiting -> head = new Head(waiting, files.peek(), now),
              () -> {
                if (!memory.isEmpty()) {
                  head = new Head(memory.poll(), null, now);
                }
              });
    }
    return head != null;
  }

  private Optional<Waiting> readFile() {
    while (!files.isEmpty()) {
      Path file = files.peek();
      try {
        return Optional.of(new Waiting(numberOf(file), ChunkCodec.read(Files.readAllBytes(file))));
      } catch (IOException e) {
        LOG.warn("{} is left out: {}", file, e.toString());
        forget(file);
      }
    }
    return Optional.empty();
  }

  /** The chunk that {@link #head} gave has arrived. */
  synchronized void sent() {
    note(head.waiting().chunk());
    leaveHead();
  }

  /** The chunk that {@link #head} gave can't be sent, now or later: it is lost. */
  synchronized void unsendable() {
    lose(head.waiting().chunk());
    leaveHead();
  }

  private void leaveHead() {
    if (head.file() != null) {
      forget(head.file());
    }
    head = null;
  }

  /** How much room a second of sound takes. */
  private void note(AudioChunk chunk) {
    if (chunk.sampleCount() > 0) {
      bytesPerSecond = chunk.payload().length * 1e9 / lengthOf(chunk).toNanos();
    }
  }

  private void forget(Path file) {
    try {
      fileBytes -= Files.size(file);
      Files.delete(file);
    } catch (IOException e) {
      LOG.warn("{} can't be removed: {}", file, e.toString());
    }
    files.remove(file);
  }

  /** What waits now. Sound flows again only when nothing waits on disk any more. */
  synchronized Backlog backlog() {
    boolean unanswered =
        head != null && !head.since().plus(Backlog.STUCK_AFTER).isAfter(clock.instant());
    if (unanswered && stuckSince == null) {
      stuckSince = head.since();
      note(head.waiting().chunk());
    } else if (!unanswered && files.isEmpty()) {
      stuckSince = null;
    }
    return new Backlog(
        Optional.ofNullable(stuckSince),
        size(),
        fileBytes,
        mostBytes,
        bytesPerSecond == 0 ? 0 : (long) (Math.max(0, mostBytes - fileBytes) / bytesPerSecond),
        lost);
  }

  /** How many chunks wait. */
  synchronized int size() {
    return memory.size() + files.size() + (head != null && head.file() == null ? 1 : 0);
  }

  /** Nothing more will be added. */
  synchronized void finish() {
    closed = true;
    notifyAll();
  }

  synchronized boolean finished() {
    return closed && size() == 0;
  }

  /** Keeps on disk what was not sent; what finds no room there is counted as lost. */
  @Override
  public synchronized void close() {
    finish();
    if (head != null && head.file() == null) {
      memory.addFirst(head.waiting());
    }
    head = null;
    while (!memory.isEmpty()) {
      var unused = spill(memory.poll());
    }
  }
}
