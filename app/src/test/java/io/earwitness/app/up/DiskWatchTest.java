package io.earwitness.app.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.app.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiskWatchTest {
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(told, true, StandardCharsets.UTF_8);
  private final DiskWatch watch = new DiskWatch(Path.of("data"), new Console(err, err));

  @Test
  void thatTheDiskIsNearlyFullIsToldOnceUntilThereWasRoomAgain() {
    watch.found(600L << 20);
    assertThat(lines()).isEmpty();
    watch.found(300L << 20);
    watch.found(200L << 20);
    watch.found(600L << 20);
    watch.found(300L << 20);
    assertThat(lines())
        .singleElement()
        .asString()
        .contains("only 300 MiB are free where data lies");
    watch.found(5L << 30);
    watch.found(100L << 20);
    assertThat(lines()).hasSize(2);
  }

  private List<String> lines() {
    return told.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
