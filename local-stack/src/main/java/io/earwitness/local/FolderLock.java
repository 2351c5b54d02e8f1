package io.earwitness.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a data folder to one process: a second broker on the same folder would wreck the first. The
 * operating system releases the lock when the process dies, however it dies.
 */
public final class FolderLock implements AutoCloseable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the folder, which is created where it is missing.
   *
   * @throws LocalStackException if the folder is taken, or can't be written
   */
  public static FolderLock take(Path folder) {
    FileChannel channel = null;
    try {
      Files.createDirectories(folder);
      channel =
          FileChannel.open(
              folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new FolderLock(channel);
      }
      channel.close();
      throw taken(folder);
    } catch (OverlappingFileLockException e) {
      closeAfter(e, channel);
      throw taken(folder);
    } catch (IOException e) {
      throw new LocalStackException(
          "The data folder %s can't be used: %s.".formatted(folder.toAbsolutePath(), e), e);
    }
  }

  private static LocalStackException taken(Path folder) {
    return new LocalStackException(
        "The data folder %s is in use by another process.".formatted(folder.toAbsolutePath()));
  }

  private static void closeAfter(Exception failure, FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new LocalStackException("A folder's lock can't be released: %s.".formatted(e), e);
    }
  }
}
