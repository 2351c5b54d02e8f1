package io.earwitness.app.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.app.Console;
import io.earwitness.app.command.EarwitnessCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of recordings, as its owner captions it. */
class RecordingsTest {
  private static final Path TINY_BUNDLE =
      Path.of("../captioner-onnx/src/test/resources/tiny-bundle");

  @TempDir Path folder;
  private Path sounds;
  private String said = "";
  private List<String> printed = List.of();

  @BeforeEach
  void record() throws Exception {
    sounds = Files.createDirectories(folder.resolve("sounds/night"));
    Path knocks = TINY_BUNDLE.resolve("knocks.wav");
    Files.copy(knocks, sounds.resolve("20260301_220005.wav"));
    Files.copy(knocks, sounds.resolveSibling("door.wav"));
    Files.copy(knocks, sounds.resolveSibling("door.wave"));
    Files.writeString(sounds.resolveSibling("notes.txt"), "no sound");
    Files.createDirectory(sounds.resolve(".trash"));
    Files.copy(knocks, sounds.resolve(".trash/old.wav"));
  }

  @Test
  void getTheirCaptionsBesideThemOnceByTheirOwnTime() throws Exception {
    assertThat(caption("--format", "vtt,jsonl", "--time-zone", "UTC")).isZero();
    assertThat(results())
        .containsExactly(
            "sounds/door.wav.jsonl",
            "sounds/door.wav.vtt",
            "sounds/door.wave.jsonl",
            "sounds/door.wave.vtt",
            "sounds/night/20260301_220005.jsonl",
            "sounds/night/20260301_220005.vtt");
    assertThat(Files.readString(sounds.resolve("20260301_220005.vtt")))
        .startsWith("WEBVTT\n\nNOTE 00:00:00.000 is 2026-03-01T22:00:05Z");
    assertThat(Files.readString(sounds.resolve("20260301_220005.jsonl")))
        .contains("\"feed\":\"night.20260301_220005\"", "\"start\":\"2026-03-01T22:00:05Z\"");
    assertThat(said).contains("3 of 3 recordings, 100 %");

    Files.delete(sounds.resolveSibling("door.wav.vtt"));
    assertThat(caption("--format", "vtt,jsonl")).isZero();
    assertThat(said).contains("2 of 3 recordings have their captions already");
    assertThat(printed)
        .containsExactlyInAnyOrder(
            sounds.resolveSibling("door.wav.vtt").toString(),
            sounds.resolveSibling("door.wav.jsonl").toString());
    assertThat(caption("--format", "vtt,jsonl", "--again")).isZero();
    assertThat(printed).hasSize(6);
  }

  @Test
  void loseNothingByABrokenOneAmongThem() throws Exception {
    Files.writeString(sounds.resolve("broken.flac"), "no sound");
    Path out = folder.resolve("captions");
    assertThat(caption("--out", out.toString())).isEqualTo(1);
    assertThat(said.lines().filter(line -> line.startsWith("earwitness:")))
        .singleElement()
        .asString()
        .contains("night/broken.flac", "no audio");
    assertThat(results())
        .containsExactly(
            "captions/door.wav.vtt",
            "captions/door.wave.vtt",
            "captions/night/20260301_220005.vtt");
  }

  @Test
  void areNotBegunWhereTheirCaptionsCannotBeWritten() throws Exception {
    Path file = Files.writeString(folder.resolve("captions"), "in the way");
    assertThat(caption("--out", file.toString())).isEqualTo(1);
    assertThat(said).contains(file.toString()).doesNotContain("\tat ");
  }

  private int caption(String... more) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var console = new Console(stream(out), stream(err));
    List<String> all = new ArrayList<>(List.of("caption", "--bundle", TINY_BUNDLE.toString()));
    all.addAll(List.of(more));
    all.add(folder.resolve("sounds").toString());
    int status = EarwitnessCommand.commandLine(console, folder).execute(all.toArray(String[]::new));
    said = err.toString(StandardCharsets.UTF_8);
    printed = out.toString(StandardCharsets.UTF_8).lines().toList();
    return status;
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private List<String> results() throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .filter(name -> name.matches(".*\\.(vtt|srt|jsonl|csv|part)"))
          .sorted()
          .toList();
    }
  }
}
