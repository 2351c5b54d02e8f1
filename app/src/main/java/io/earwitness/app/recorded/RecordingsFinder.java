package io.earwitness.app.recorded;

import io.earwitness.app.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Finds recordings in folders, at any depth. */
public final class RecordingsFinder {
  /** What is taken for a recording in a folder; a file that was named itself may be anything. */
  private static final Set<String> ENDINGS =
      Set.of(
          "wav", "wave", "w64", "rf64", "bwf", "aif", "aiff", "aifc", "caf", "au", "flac", "ogg",
          "oga", "opus", "mp3", "mp2", "m4a", "m4b", "aac", "ac3", "eac3", "wma", "amr", "ape",
          "wv", "mka", "mkv", "mp4", "m4v", "mov", "webm", "avi", "ts", "mts", "mpg", "mpeg", "3gp",
          "flv");

  private RecordingsFinder() {}

  /**
   * All recordings, each once, in the order of their names within each folder; what is hidden is
   * left out.
   *
   * @throws CommandException if a folder can't be read
   */
  public static List<FoundRecording> find(List<Path> places) {
    List<FoundRecording> found = new ArrayList<>();
    for (Path place : places) {
      if (Files.isDirectory(place)) {
        addAll(place, found);
      } else {
        found.add(new FoundRecording(place, place.getFileName()));
      }
    }
    return found.stream().distinct().toList();
  }

  private static void addAll(Path folder, List<FoundRecording> found) {
    try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      files
          .filter(file -> isRecording(folder.relativize(file)) && Files.isRegularFile(file))
          .sorted()
          .map(file -> new FoundRecording(file, folder.relativize(file)))
          .forEach(found::add);
    } catch (IOException | UncheckedIOException e) {
      throw new CommandException("The folder %s can't be read: %s.".formatted(folder, e), e);
    }
  }

  /** Whether a file's name ends as those of recordings do. */
  public static boolean endsLikeOne(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 && ENDINGS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  private static boolean isRecording(Path place) {
    return endsLikeOne(place)
        && Stream.iterate(place, step -> step != null, Path::getParent)
            .noneMatch(step -> step.getFileName().toString().startsWith("."));
  }
}
