package io.earwitness.app.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Feeds that come and go while everything runs. */
class FeedsIT {
  private static final Duration RUN = Duration.ofMinutes(5);

  @TempDir Path folder;

  @Test
  void comeAndGoWithTheirFileAndABadEditChangesNothing() throws Exception {
    Path file = Files.writeString(folder.resolve("site.yaml"), "feeds:\n  scene: demo\n");
    Path kitchen = Scenes.write(folder, "kitchen", 1, 23 * Scenes.RATE.hertz());
    try (var live = up("--feeds", file.toString(), "--speed", "max")) {
      live.awaitSaid("The job runs");
      assertThat(feeds("add", "kitchen=" + kitchen, "--label", "site=north"))
          .anyMatch(line -> line.contains("the running Earwitness takes it up"));
      live.awaitPrinted("0:15–0:23");
      live.awaitSaid("kitchen: played to its end");

      String good = Files.readString(file);
      Files.writeString(file, good + "  attic: gopher://old\n");
      live.awaitSaid("Nothing here reads gopher: sources");
      assertThat(live.said())
          .anyMatch(line -> line.contains("site.yaml:") && line.contains("go on as they were"));

      Files.writeString(file, good);
      feeds("remove", "scene");
      live.awaitSaid("scene: no longer played");
      assertThat(feeds("list")).anyMatch(line -> line.matches("kitchen +.*site=north.*"));
      assertThat(live.said())
          .filteredOn(line -> line.startsWith("kitchen: plays"))
          .as("what did not change is not begun again")
          .hasSize(1);
    }
  }

  private List<String> feeds(String command, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("feeds", command));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--data", folder.resolve("data").toString()));
    try (var process = EarwitnessProcess.start(all)) {
      assertThat(process.await(RUN)).as("it said %s", process.said()).isZero();
      List<String> told = new ArrayList<>(process.printed());
      told.addAll(process.said());
      return told;
    }
  }

  private EarwitnessProcess up(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("up", "--no-page"));
    all.addAll(List.of("--bundle", Scenes.TINY_BUNDLE.toString()));
    all.addAll(List.of("--data", folder.resolve("data").toString()));
    all.addAll(List.of(arguments));
    return EarwitnessProcess.start(all);
  }
}
