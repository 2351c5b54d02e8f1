package io.earwitness.ingest.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.ingest.TestStack;
import io.earwitness.testkit.PeerProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A microphone that is unplugged: a source of a PulseAudio that is there for this test alone. */
class DeviceIT {
  @RegisterExtension static final TestStack STACK = new TestStack();

  private static final String ADDRESS = System.getenv("PULSE_SERVER");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static String pulseaudio;
  private static String pactl;

  @BeforeAll
  static void requirePulseAudio() {
    pulseaudio = PeerProgram.find("pulseaudio", "pulseaudio libasound2 libxcb-shm0");
    pactl = PeerProgram.find("pactl", "pulseaudio-utils");
  }

  @Test
  void aMicrophoneThatIsUnpluggedIsSaidAndHeardAgainWhenItIsBack() throws Exception {
    Path socket = Path.of(ADDRESS.substring("unix:".length()));
    Files.deleteIfExists(socket);
    try (var server = pulseaudio(socket)) {
      await().atMost(PATIENCE).until(() -> Files.exists(socket));
      String plug = plugIn();
      try (var playing =
          new Playing(STACK, folder, "desk", "pulse:desk.monitor", Duration.ofSeconds(60))) {
        await().atMost(PATIENCE).until(() -> seconds() >= 2);
        pactl("unload-module", plug);
        await().atMost(PATIENCE).until(() -> playing.count("trying again") >= 2);
        assertThat(playing.said())
            .filteredOn(line -> line.startsWith("interrupted"))
            .allSatisfy(line -> assertThat(line).contains("pulse:desk.monitor"));
        long had = seconds();
        plugIn();
        await().atMost(PATIENCE).until(() -> seconds() >= had + 2);
        assertThat(playing.count("connected")).isEqualTo(2);
      }
      List<AudioChunk> chunks = STACK.chunksOf("desk");
      assertThat(chunks)
          .as("away for less than the session's patience, it goes on in its session")
          .extracting(AudioChunk::sessionId)
          .containsOnly(chunks.get(0).sessionId());
      long sent = chunks.stream().mapToLong(AudioChunk::sampleCount).sum();
      assertThat(chunks.get(chunks.size() - 1).endSample())
          .as("and what was not heard keeps its numbers")
          .isGreaterThan(sent);
    }
  }

  private static PeerProgram pulseaudio(Path socket) throws IOException {
    return PeerProgram.start(
        folder.resolve("pulseaudio.log"),
        pulseaudio,
        "-n",
        "--daemonize=no",
        "--exit-idle-time=-1",
        "--use-pid-file=no",
        "-L",
        "module-native-protocol-unix auth-anonymous=1 socket=" + socket);
  }

  /**
   * Makes a source of silence.
   *
   * @return by which it is taken away again
   */
  private static String plugIn() throws Exception {
    return pactl("load-module", "module-null-sink", "sink_name=desk");
  }

  private static String pactl(String... arguments) throws Exception {
    var command = new java.util.ArrayList<>(List.of(pactl));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("pactl said %s", said).isZero();
    return said.strip();
  }

  private static long seconds() throws Exception {
    return STACK.chunksOf("desk").stream().filter(chunk -> chunk.sampleCount() > 0).count();
  }
}
