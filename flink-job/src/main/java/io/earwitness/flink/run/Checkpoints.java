package io.earwitness.flink.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The checkpoints and savepoints in a folder. */
final class Checkpoints {
  /** Flink writes it last and under another name first: a checkpoint that has it is complete. */
  private static final String METADATA = "_metadata";

  private static final int DEPTH = 3;

  private final Path folder;

  Checkpoints(Path folder) {
    this.folder = folder;
  }

  /** The folder of the newest complete checkpoint. */
  Optional<Path> newest() {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(folder, DEPTH)) {
      return files
          .filter(file -> file.getFileName().toString().equals(METADATA))
          .max(Comparator.comparing(Checkpoints::written))
          .map(Path::getParent);
    } catch (IOException e) {
      throw new UncheckedIOException("The checkpoints in %s can't be read".formatted(folder), e);
    }
  }

  /** Removes what earlier runs left behind, but not {@code kept} and what contains it. */
  void removeAllBut(Path kept) {
    List<Path> left = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files.filter(file -> !file.startsWith(kept) && !kept.startsWith(file)).forEach(left::add);
      // Contents come after their folder in a walk.
      for (int i = left.size() - 1; i >= 0; i--) {
        Files.deleteIfExists(left.get(i));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The checkpoints in %s can't be tidied".formatted(folder), e);
    }
  }

  private static FileTime written(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The age of %s can't be read".formatted(file), e);
    }
  }
}
