package io.earwitness.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.app.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesTestCommandTest {
  private static final String BUNDLE =
      Path.of("../captioner-onnx/src/test/resources/tiny-bundle").toString();
  private static final String RULES =
      """
      rules:
        dogs:
          any: [{words: [dog]}]
          summary: "{feed}: {caption}"
        text:
          any: [{text: a dog, threshold: 0.99}]
      """;

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void showsOneAlertOfWhatSeveralWindowsOfARecordingTell() throws Exception {
    int status =
        test(
            line("a.wav", 0, "rain falls"),
            line("a.wav", 5, "a dog barks"),
            line("a.wav", 10, "dogs are barking"),
            line("a.wav", 15, "rain falls"),
            line("b.wav", 0, "a dog is barking"));
    assertThat(status).isZero();
    assertThat(printed().lines()).hasSize(2);
    assertThat(printed())
        .contains("resolved warning: a.wav: a dog barks", "after 15.0 s")
        .contains("b.wav: a dog is barking", "feed ended");
    assertThat(said())
        .contains("5 captions of 2 feeds", "dogs: 2 alerts", "text: 0 alerts")
        .contains("rule text could not be compared", "--embeddings");
  }

  @Test
  void saysWhichLineIsNoCaption() throws Exception {
    assertThat(test(line("a.wav", 0, "rain"), "{\"feed\": \"a\"}")).isEqualTo(1);
    assertThat(said()).contains("captions.jsonl:2", "no 'start'");
  }

  @Test
  void takesOnlyASpan() throws Exception {
    Files.writeString(folder.resolve("rules.yaml"), RULES);
    Files.writeString(
        folder.resolve("captions.jsonl"),
        """
        {"feed":"a","start":"2026-03-01T12:00:00Z","end":"2026-03-01T12:00:10Z","caption":"a dog"}
        {"feed":"a","start":"2026-03-01T12:00:05Z","end":"2026-03-01T12:00:15Z","caption":"a dog"}
        """);
    assertThat(run("--from", "2026-03-01T12:00:05Z", "--to", "2026-03-01T13:00:00Z")).isZero();
    assertThat(printed()).contains("FIRING");
    assertThat(said()).contains("1 captions of 1 feeds");
    assertThat(run("--from", "noon")).isEqualTo(1);
    assertThat(said()).contains("--from noon: expected a time");
  }

  @Test
  void triesRulesThatWatchTheStateOfFeedsOnTheGapsBetweenCaptions() throws Exception {
    Files.writeString(
        folder.resolve("rules.yaml"),
        "rules: {lost: {any: [{health: [stalled, silent]}], summary: \"{feed} is {label}\"}}");
    String caption =
        "{\"feed\":\"%s\",\"start\":\"2026-03-01T%s:00Z\",\"end\":\"2026-03-01T%s:10Z\",\"caption\":\"rain\"}\n";
    Files.writeString(
        folder.resolve("captions.jsonl"),
        caption.formatted("a", "12:00", "12:00")
            + caption.formatted("a", "12:05", "12:05")
            + caption
                .replace(":00Z", ":20Z")
                .replace(":10Z", ":30Z")
                .formatted("a", "12:05", "12:05")
            + caption.formatted("b", "12:00", "12:00")); // a file does not tell what came after

    assertThat(run()).isZero();
    assertThat(printed().lines()).singleElement().asString().contains("resolved", "a is stalled");
    assertThat(said()).contains("lost: 1 alert", "tell no level");
  }

  private static String line(String file, int start, String caption) {
    return "{\"file\":\"%s\",\"start\":%d,\"end\":%d,\"caption\":\"%s\"}"
        .formatted(file, start, start + 10, caption);
  }

  private int test(String... lines) throws Exception {
    Files.writeString(folder.resolve("rules.yaml"), RULES);
    Files.writeString(folder.resolve("captions.jsonl"), String.join("\n", lines));
    return run();
  }

  private int run(String... more) {
    var console = new Console(stream(out), stream(err));
    String[] arguments = {
      "rules",
      "test",
      folder.resolve("rules.yaml").toString(),
      "--bundle",
      BUNDLE,
      "--captions",
      folder.resolve("captions.jsonl").toString()
    };
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return EarwitnessCommand.commandLine(console, folder).execute(all);
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
