package io.earwitness.app.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.app.RunningStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpIT {
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final Duration RUN = Duration.ofMinutes(5);

  @TempDir Path folder;

  @Test
  void captionsAFileOnceAndDoesNotRepeatItself() throws Exception {
    Path file = Scenes.write(folder, "kitchen", 1, 23 * Scenes.RATE.hertz());
    try (var first = up("--once", "--speed", "max", "--feed", "kitchen=" + file)) {
      assertThat(first.await(RUN)).as("it said %s", first.said()).isZero();
      assertThat(first.printed())
          .extracting(line -> line.replaceAll(" .*", ""))
          .containsExactly("0:00–0:10", "0:05–0:15", "0:10–0:20", "0:15–0:23");
      assertThat(first.printed()).allMatch(line -> line.contains("  kitchen "));
    }
    try (var again = up("--once", "--speed", "max", "--feed", "kitchen=" + file)) {
      assertThat(again.await(RUN)).as("it said %s", again.said()).isZero();
      assertThat(again.printed()).isEmpty();
      assertThat(again.said()).anyMatch(line -> line.contains("played to its end before"));
    }
  }

  @Test
  void playsTheSceneLiveIsFoundByOtherCommandsAndStopsWhenToldTo() throws Exception {
    Path data = folder.resolve("data");
    try (var live =
        up("--feed", "demo", "--json", "--set", "window.length=4s", "--set", "window.hop=4s")) {
      live.awaitPrinted(1);
      assertThat(live.printed().get(0))
          .startsWith("{")
          .contains("\"feed\":\"demo\"", "\"caption\":");
      assertThat(RunningStack.in(data)).isPresent();
      try (var second = up("--feed", "demo")) {
        assertThat(second.await(RUN)).isEqualTo(1);
        assertThat(second.said())
            .singleElement()
            .asString()
            .contains(data.toString(), "in use by another process");
      }
      try (var topics = EarwitnessProcess.start(List.of("topics", "--data", data.toString()))) {
        assertThat(topics.await(RUN)).isZero();
        assertThat(topics.printed()).anyMatch(line -> line.startsWith("audio.captions "));
      }
      live.stop();
      live.await(STOP);
      assertThat(RunningStack.in(data)).isEmpty();
      assertThat(live.said()).noneMatch(line -> line.contains("\tat "));
    }
  }

  @Test
  void refusesWhatCantBePlayedBeforeItStartsAnything() throws Exception {
    Path text = Files.writeString(folder.resolve("notes.txt"), "no sound");
    try (var process = up("--feed", "a=" + text)) {
      assertThat(process.await(RUN)).isEqualTo(1);
      assertThat(process.said()).singleElement().asString().contains("notes.txt");
      assertThat(folder.resolve("data")).doesNotExist();
    }
  }

  private EarwitnessProcess up(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("up"));
    all.addAll(List.of("--bundle", Scenes.TINY_BUNDLE.toString()));
    all.addAll(List.of("--data", folder.resolve("data").toString()));
    all.addAll(List.of(arguments));
    return EarwitnessProcess.start(all);
  }
}
