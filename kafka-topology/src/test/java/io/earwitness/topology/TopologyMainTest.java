package io.earwitness.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people are told who start the application on nothing. */
class TopologyMainTest {
  private static final Map<String, String> NOWHERE =
      Map.of(
          "kafka.bootstrap.servers", "127.0.0.1:1",
          "registry.url", "http://127.0.0.1:1");

  @TempDir Path folder;

  private record Outcome(int exit, List<String> errors) {}

  @Test
  void saysInASentenceThatNoBrokerAnswers() throws Exception {
    Outcome outcome = run(KillableTopology.command(NOWHERE));

    assertThat(outcome.exit()).isNotZero();
    assertThat(outcome.errors())
        .last()
        .asString()
        .startsWith("No Kafka broker answers at 127.0.0.1:1");
    assertThat(outcome.errors()).noneMatch(line -> line.startsWith("\tat "));
  }

  @Test
  void saysWhichSettingsAreMissing() throws Exception {
    Outcome outcome = run(KillableTopology.command(Map.of()));

    assertThat(outcome.exit()).isNotZero();
    assertThat(outcome.errors()).singleElement().asString().contains("kafka.bootstrap.servers");
  }

  @Test
  void showsWhereAnErrorComesFromWhenAsked() throws Exception {
    List<String> command = new ArrayList<>(KillableTopology.command(Map.of()));
    command.add("--debug");

    assertThat(run(command).errors()).anyMatch(line -> line.startsWith("\tat io.earwitness"));
  }

  private Outcome run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
    List<String> errors = process.errorReader().lines().toList();
    return new Outcome(process.waitFor(), errors);
  }
}
