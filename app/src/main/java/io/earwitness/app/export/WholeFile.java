package io.earwitness.app.export;

import io.earwitness.app.CommandException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Writes files of which nobody ever sees a half. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Writes a file, or replaces it when it is whole.
   *
   * @throws CommandException if it can't be written
   */
  public static void write(Path file, List<String> lines) {
    Path absolute = file.toAbsolutePath();
    Path unfinished = absolute.resolveSibling(absolute.getFileName() + ".part");
    try {
      Files.write(unfinished, lines);
      Files.move(
          unfinished,
          absolute,
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new CommandException("%s can't be written: %s.".formatted(file, reason(e)), e);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "its folder is not there";
    }
    if (e instanceof AccessDeniedException) {
      return "that is not allowed";
    }
    return e instanceof FileSystemException known && known.getReason() != null
        ? known.getReason()
        : e.toString();
  }
}
