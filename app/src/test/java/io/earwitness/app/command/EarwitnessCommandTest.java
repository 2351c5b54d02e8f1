package io.earwitness.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.app.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class EarwitnessCommandTest {
  private static final Path TINY_BUNDLE =
      Path.of("../captioner-onnx/src/test/resources/tiny-bundle");

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final StringWriter usage = new StringWriter();

  @ParameterizedTest
  @ValueSource(strings = {"up", "caption", "evaluate", "tail", "rules", "topics", "doctor"})
  void everyCommandExplainsItself(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(usage.toString()).contains("Usage: earwitness " + command);
  }

  @Test
  void tellsAWrongCallInOneSentence() {
    assertThat(run("captoin")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(said()).contains("captoin").contains("--help").doesNotContain("\tat ");
  }

  @Test
  void captionsAFileAndGoesOnAfterABadOne() throws Exception {
    Path text = Files.writeString(folder.resolve("notes.txt"), "no sound");
    Path sound = TINY_BUNDLE.resolve("knocks.wav");
    int status =
        run(
            "caption",
            "--json",
            "--bundle",
            TINY_BUNDLE.toString(),
            text.toString(),
            "missing.wav",
            sound.toString());
    assertThat(status).isEqualTo(CommandLine.ExitCode.SOFTWARE);
    assertThat(said()).contains("notes.txt", "missing.wav").doesNotContain("\tat ");
    assertThat(printed().lines()).hasSize(1);
    assertThat(printed())
        .contains("\"file\":\"" + sound + "\"", "\"start\":0.0", "\"caption\":", "\"confidence\":");
  }

  @Test
  void saysThatThereIsNoBundle() {
    assertThat(run("caption", "--bundle", folder.toString(), "a.wav")).isEqualTo(1);
    assertThat(said()).contains(folder.toString(), "bundle.json").doesNotContain("\tat ");
  }

  @Test
  void saysThatNothingRunsOnTheDataFolder() {
    assertThat(run("tail", "captions", "--data", folder.toString())).isEqualTo(1);
    assertThat(said()).contains(folder.toString(), "earwitness up");
  }

  @Test
  void saysWhichSettingIsMisspelled() {
    assertThat(run("caption", "--set", "window.hopp=5s", "a.wav")).isEqualTo(1);
    assertThat(said()).contains("did you mean window.hop?");
  }

  @Test
  void showsWhereAnErrorCameFromOnlyWhenAsked() {
    assertThat(run("caption", "--debug", "--bundle", folder.toString(), "a.wav")).isEqualTo(1);
    assertThat(said()).contains("\tat ");
  }

  private int run(String... arguments) {
    var console = new Console(stream(out), stream(err));
    return EarwitnessCommand.commandLine(console, folder)
        .setOut(new PrintWriter(usage, true))
        .setErr(new PrintWriter(stream(err), true))
        .execute(arguments);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
