package io.earwitness.flink.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The savepoints of released versions, each in a folder that is called like its version. */
final class GoldenSavepoints {
  /** Surefire and Failsafe run tests in their module's folder. */
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  private GoldenSavepoints() {}

  static List<String> versions() {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new IllegalStateException("no golden savepoints in " + FOLDER.toAbsolutePath(), e);
    }
  }

  /** Lays a copy where a job of {@link JobRunner} looks for what to go on from. */
  static void copyTo(Path stateFolder, String version) throws IOException {
    copy(FOLDER.resolve(version), stateFolder.resolve("checkpoints").resolve("savepoint-golden"));
  }

  /** Keeps the savepoint that a job of {@link JobRunner} left behind. */
  static void keep(Path stateFolder, String version) throws IOException {
    Path kept = FOLDER.resolve(version);
    if (Files.exists(kept)) {
      throw new IllegalStateException(kept + " is there: golden files never change");
    }
    copy(new Checkpoints(stateFolder.resolve("checkpoints")).newest().orElseThrow(), kept);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
