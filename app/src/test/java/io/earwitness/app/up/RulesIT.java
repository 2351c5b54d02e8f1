package io.earwitness.app.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that change while everything runs. */
class RulesIT {
  private static final Duration RUN = Duration.ofMinutes(5);

  /** Anything but silence. */
  private static final String LOUD =
      """
      rules:
        loud:
          feeds: dem*
          any: [{level-above: -119}]
          summary: "it is loud on {feed}"
          severity: info
      """;

  @TempDir Path folder;

  @Test
  void takeEffectAndAreTakenBackWhileAFeedPlays() throws Exception {
    Path rules = Files.writeString(folder.resolve("rules.yaml"), LOUD);
    try (var live = up("--feed", "demo", "--set", "window.length=4s", "--set", "window.hop=4s")) {
      live.awaitPrinted(1);
      assertThat(rules("apply", rules.toString()))
          .singleElement()
          .asString()
          .contains("new", "loud, version 1", "level above -119.0 dBFS on dem*");
      live.awaitPrinted("FIRING   info: it is loud on demo");
      assertThat(rules("apply", rules.toString())).singleElement().asString().contains("unchanged");
      assertThat(rules("list")).hasSize(2).last().asString().contains("loud", "info");
      assertThat(rules("test", rules.toString(), "--from", "1h"))
          .anyMatch(line -> line.contains("it is loud on demo"));
      assertThat(rules("delete", "loud")).containsExactly("deleted    loud");
      live.awaitPrinted("resolved info: it is loud on demo");
      assertThat(rules("list")).isEmpty();
    }
  }

  @Test
  void ofAStartHoldFromTheFirstCaptionOnAndAreResolvedBeforeItEnds() throws Exception {
    Path file = Scenes.write(folder, "kitchen", 1, 23 * Scenes.RATE.hertz());
    Path rules = Files.writeString(folder.resolve("rules.yaml"), LOUD.replace("dem*", "kitchen"));
    try (var once =
        up("--once", "--speed", "max", "--feed", "kitchen=" + file, "--rules", rules.toString())) {
      assertThat(once.await(RUN)).as("it said %s", once.said()).isZero();
      assertThat(once.printed())
          .filteredOn(line -> line.contains("it is loud"))
          .hasSize(2)
          .first()
          .asString()
          .startsWith("0:00 ");
      assertThat(once.printed()).last().asString().contains("resolved", "after 23.0 s");
    }
  }

  @Test
  void thatCannotWorkKeepItFromStarting() throws Exception {
    Path rules = Files.writeString(folder.resolve("rules.yaml"), LOUD.replace("dem*", "dem["));
    try (var process = up("--feed", "demo", "--rules", rules.toString())) {
      assertThat(process.await(RUN)).isEqualTo(1);
      assertThat(process.said()).singleElement().asString().contains("rules.yaml:3:12", "dem[");
      assertThat(folder.resolve("data")).doesNotExist();
    }
  }

  private List<String> rules(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("rules"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--data", folder.resolve("data").toString()));
    try (var process = EarwitnessProcess.start(all)) {
      assertThat(process.await(RUN)).as("it said %s", process.said()).isZero();
      return process.printed();
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
