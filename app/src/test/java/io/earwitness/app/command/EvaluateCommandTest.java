package io.earwitness.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earwitness.app.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Through the real engine, with a bundle of random weights. */
class EvaluateCommandTest {
  private static final Path TINY_BUNDLE =
      Path.of("../captioner-onnx/src/test/resources/tiny-bundle");

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void recordings() throws IOException {
    for (String name : new String[] {"knocks.wav", "hiss.wav", "sweep.wav"}) {
      Files.copy(TINY_BUNDLE.resolve(name), folder.resolve(name));
    }
    table("path,label,fold\nknocks.wav,dog_bark,1\nhiss.wav,rain,1\nsweep.wav,door_slam,2\n");
  }

  @Test
  void measuresABundleOnLabelledRecordings() {
    assertThat(evaluate("--scenes", "2")).isZero();
    assertThat(printed())
        .contains("Single clips: 3", "Scenes of two sounds", ": 4", "both named in the caption")
        .contains("False sound events", "feeds a core", "dog_bark");
    assertThat(said()).contains("Heard 3 of 3 clips");
  }

  @Test
  void printsEveryCaptionAsJsonAndTheSameTwice() throws IOException {
    assertThat(evaluate("--scenes", "1", "--fold", "1", "--json")).isZero();
    JsonNode first = new ObjectMapper().readTree(printed());
    assertThat(first.at("/fold").asInt()).isEqualTo(1);
    assertThat(first.at("/clips/count").asInt()).isEqualTo(2);
    assertThat(first.at("/captions")).hasSize(2 + 2 + 1);
    assertThat(first.at("/captions/0/caption").asText()).isNotBlank();
    out.reset();
    assertThat(evaluate("--scenes", "1", "--fold", "1", "--json")).isZero();
    JsonNode second = new ObjectMapper().readTree(printed());
    assertThat(second.at("/scenes")).isEqualTo(first.at("/scenes"));
    assertThat(second.at("/kinds")).isEqualTo(first.at("/kinds"));
  }

  @Test
  void listensToQuietFoldersAndTextsOfOnesOwn() throws IOException {
    Path music = Files.createDirectory(folder.resolve("music"));
    Files.copy(TINY_BUNDLE.resolve("sweep.wav"), music.resolve("a.wav"));
    Path texts = Files.writeString(folder.resolve("mine.csv"), "text,label\na dog,dog_bark\n");
    assertThat(evaluate("--scenes", "1", "--quiet", music.toString(), "--texts", texts.toString()))
        .isZero();
    assertThat(printed()).contains("music", "Rule texts, mine.csv");
  }

  @Test
  void hearsSoundsOfOtherKinds() throws IOException {
    Path others = Files.createDirectory(folder.resolve("others"));
    Files.copy(TINY_BUNDLE.resolve("sweep.wav"), others.resolve("kettle.wav"));
    assertThat(evaluate("--scenes", "1", "--unfamiliar", others.toString())).isZero();
    assertThat(printed()).contains("Sounds of other kinds: 1", "captioned with a known kind");
    Files.delete(others.resolve("kettle.wav"));
    assertThat(evaluate("--scenes", "1", "--unfamiliar", others.toString())).isEqualTo(1);
    assertThat(said()).contains("There is no recording in " + others);
  }

  @Test
  void saysWhatIsWrongWithTheTable() throws IOException {
    table("path,label\nknocks.wav,dog_bark\n");
    assertThat(evaluate()).isEqualTo(1);
    assertThat(said()).contains("labels.csv, line 2: no fold");
    table("path,label,fold\nknocks.wav,dog_bark,one\n");
    assertThat(evaluate()).isEqualTo(1);
    assertThat(said()).contains("line 2: the fold is a whole number, not 'one'");
    table("path,label,fold\ngone.wav,dog_bark,1\n");
    assertThat(evaluate()).isEqualTo(1);
    assertThat(said()).contains("line 2", "gone.wav");
    Files.delete(folder.resolve("labels.csv"));
    assertThat(evaluate()).isEqualTo(1);
    assertThat(said()).contains("There is no table");
  }

  @Test
  void saysWhichFoldsThereAre() {
    assertThat(evaluate("--fold", "7")).isEqualTo(1);
    assertThat(said()).contains("fold 7", "[1, 2]");
  }

  @Test
  void saysWhichKindsTheModelDoesNotKnow() throws IOException {
    table("path,label,fold\nknocks.wav,kettle,1\nhiss.wav,rain,1\n");
    assertThat(evaluate("--scenes", "1")).isZero();
    assertThat(said()).contains("doesn't know kettle");
  }

  private void table(String content) throws IOException {
    Files.writeString(folder.resolve("labels.csv"), content);
  }

  private int evaluate(String... more) {
    String[] arguments = new String[5 + more.length];
    arguments[0] = "evaluate";
    arguments[1] = "--bundle";
    arguments[2] = TINY_BUNDLE.toString();
    arguments[3] = "--data";
    arguments[4] = folder.toString();
    System.arraycopy(more, 0, arguments, 5, more.length);
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return EarwitnessCommand.commandLine(console, folder).execute(arguments);
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
