package io.earwitness.flink.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  @TempDir Path folder;

  @Test
  void findsNothingInAFolderThatIsNotThere() {
    assertThat(new Checkpoints(folder.resolve("none")).newest()).isEmpty();
  }

  @Test
  void findsTheNewestThatIsComplete() throws IOException {
    complete("job-1/chk-9", 1_000);
    Path newest = complete("job-2/chk-10", 3_000);
    complete("savepoint-1", 2_000);
    Files.createDirectories(folder.resolve("job-2/chk-11"));
    Files.writeString(folder.resolve("job-2/chk-11/a-part"), "x");

    assertThat(new Checkpoints(folder).newest()).contains(newest);
  }

  @Test
  void removesWhatEarlierRunsLeftBehind() throws IOException {
    Path kept = complete("job-2/chk-10", 3_000);
    Files.writeString(kept.resolve("a-part"), "x");
    complete("job-1/chk-9", 1_000);
    Files.createDirectories(folder.resolve("job-2/chk-11"));

    new Checkpoints(folder).removeAllBut(kept);

    try (var files = Files.walk(folder)) {
      assertThat(files.map(file -> folder.relativize(file).toString()))
          .containsExactlyInAnyOrder(
              "", "job-2", "job-2/chk-10", "job-2/chk-10/_metadata", "job-2/chk-10/a-part");
    }
  }

  private Path complete(String name, long writtenAt) throws IOException {
    Path checkpoint = Files.createDirectories(folder.resolve(name));
    Path metadata = Files.writeString(checkpoint.resolve("_metadata"), "x");
    Files.setLastModifiedTime(metadata, FileTime.fromMillis(writtenAt));
    return checkpoint;
  }
}
