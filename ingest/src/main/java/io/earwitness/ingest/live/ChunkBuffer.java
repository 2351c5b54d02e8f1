package io.earwitness.ingest.live;

import io.earwitness.captioner.audio.AudioChunk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits to be sent of one feed, first in, first out: a few chunks in memory, more on disk, up
 * to a limit, and what was on disk when the process ended is there again when it starts. What no
 * longer fits is dropped: its sample indices are missing then, and the job declares the gap. Safe
 * for one thread that adds and one that sends.
 */
final class ChunkBuffer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChunkBuffer.class);
  static final int IN_MEMORY = 32;
  private static final String SUFFIX = ".chunk";

  private final Path folder;
  private final long mostBytes;
  private final ArrayDeque<AudioChunk> memory = new ArrayDeque<>();

  /** Files in their order, one for each chunk, all of them older than what is in memory. */
  private final ArrayDeque<Path> files = new ArrayDeque<>();

  /** The file whose chunk is being sent. */
  private Path sending;

  private long fileBytes;
  private long nextNumber;
  private long dropped;
  private boolean closed;

  /**
   * Opens the buffer.
   *
   * @param folder of this feed alone; made when it is needed
   * @throws UncheckedIOException if it is there and can't be read
   */
  ChunkBuffer(Path folder, long mostBytes) {
    this.folder = folder;
    this.mostBytes = mostBytes;
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
        String name = file.getFileName().toString();
        nextNumber = Long.parseLong(name.substring(0, name.length() - SUFFIX.length())) + 1;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The buffer %s can't be read".formatted(folder), e);
    } catch (NumberFormatException e) {
      throw new UncheckedIOException(
          new IOException("The buffer %s holds files of somebody else".formatted(folder), e));
    }
  }

  /**
   * Takes a chunk.
   *
   * @return whether it fits; the first of a series that does not is worth a warning
   */
  synchronized boolean add(AudioChunk chunk) {
    memory.add(chunk);
    notifyAll();
    if (memory.size() <= IN_MEMORY) {
      return true;
    }
    // The oldest in memory is newer than all on disk.
    return spill(memory.poll());
  }

  private boolean spill(AudioChunk chunk) {
    try {
      byte[] bytes = ChunkCodec.write(chunk);
      if (fileBytes + bytes.length > mostBytes) {
        dropped++;
        return false;
      }
      Files.createDirectories(folder);
      Path file = folder.resolve("%019d%s".formatted(nextNumber, SUFFIX));
      Path unfinished = folder.resolve("unfinished");
      Files.write(unfinished, bytes);
      Files.move(unfinished, file);
      nextNumber++;
      fileBytes += bytes.length;
      files.add(file);
      return true;
    } catch (IOException e) {
      // A full disk is a full buffer.
      LOG.warn("A chunk can't wait in {}: {}", folder, e.toString());
      dropped++;
      return false;
    }
  }

  /**
   * The oldest chunk, which stays until {@link #sent}; waits for one.
   *
   * @return nothing if none comes in time, or the buffer is closed and empty
   */
  synchronized Optional<AudioChunk> head(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<AudioChunk> onDisk = readFile();
      if (onDisk.isPresent()) {
        return onDisk;
      }
      if (!memory.isEmpty()) {
        return Optional.of(memory.peek());
      }
      long left = deadline - System.nanoTime();
      if (closed || left <= 0) {
        return Optional.empty();
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  private Optional<AudioChunk> readFile() {
    while (!files.isEmpty()) {
      sending = files.peek();
      try {
        return Optional.of(ChunkCodec.read(Files.readAllBytes(sending)));
      } catch (IOException e) {
        LOG.warn("{} is left out: {}", sending, e.toString());
        forgetFile();
      }
    }
    return Optional.empty();
  }

  /** The chunk that {@link #head} gave has arrived. */
  synchronized void sent(AudioChunk chunk) {
    if (sending != null) {
      forgetFile();
    } else if (memory.peek() == chunk) {
      memory.remove();
    }
    // Otherwise it went to disk meanwhile and is sent once more: repeats are dropped.
  }

  private void forgetFile() {
    try {
      fileBytes -= Files.size(sending);
      Files.delete(sending);
    } catch (IOException e) {
      LOG.warn("{} can't be removed: {}", sending, e.toString());
    }
    files.remove(sending);
    sending = null;
  }

  /** How many chunks found no room so far. */
  synchronized long dropped() {
    return dropped;
  }

  /** How many chunks wait. */
  synchronized int size() {
    return memory.size() + files.size();
  }

  /** Nothing more will be added. */
  synchronized void finish() {
    closed = true;
    notifyAll();
  }

  synchronized boolean finished() {
    return closed && memory.isEmpty() && files.isEmpty();
  }

  /** Keeps on disk what was not sent. */
  @Override
  public synchronized void close() {
    finish();
    while (!memory.isEmpty()) {
      var unused = spill(memory.poll());
    }
  }
}
