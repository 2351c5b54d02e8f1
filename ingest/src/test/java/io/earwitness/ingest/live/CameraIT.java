package io.earwitness.ingest.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.Level;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.ingest.TestStack;
import io.earwitness.media.MediaChunkDecoder;
import io.earwitness.testkit.PeerProgram;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Cameras on loopback, played by GStreamer's RTSP server. */
class CameraIT {
  @RegisterExtension static final TestStack STACK = new TestStack();

  private static final String PYTHON = "/usr/bin/python3";
  private static final String USABLE =
      "import gi; gi.require_version('GstRtspServer', '1.0');"
          + " from gi.repository import Gst, GstRtspServer; Gst.init(None);"
          + " assert Gst.ElementFactory.find('vp8enc')";
  private static final AudioFormat FORMAT = new AudioFormat(new SampleRate(8_000), 1);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static Path script;

  @BeforeAll
  static void requireServer() throws Exception {
    boolean there =
        Files.isExecutable(Path.of(PYTHON))
            && new ProcessBuilder(PYTHON, "-c", USABLE).start().waitFor() == 0;
    PeerProgram.require(
        there,
        "GStreamer's RTSP server",
        "python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-base gstreamer1.0-plugins-good");
    script = folder.resolve("cameras.py");
    try (InputStream cameras = CameraIT.class.getResourceAsStream("/cameras.py")) {
      Files.copy(cameras, script, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Test
  void aCameraGivesItsSoundAloneAndOneWithoutSoundIsSaid() throws Exception {
    int port = PeerProgram.freePort();
    try (var cameras = cameras(port);
        var both = playing("picture-and-sound", port, "both");
        var mute = playing("picture-alone", port, "mute")) {
      await().atMost(PATIENCE).until(() -> seconds("picture-and-sound") >= 3);
      await().atMost(PATIENCE).until(() -> mute.count("it holds no audio; trying again") >= 2);
      assertThat(both.said()).first().asString().contains("rtsp", "8000 Hz, 1 channel");
      assertThat(mute.count("connected")).isZero();
      AudioChunk chunk = STACK.chunksOf("picture-and-sound").get(1);
      assertThat(chunk.format()).isEqualTo(FORMAT);
      float[] heard =
          new MediaChunkDecoder()
              .decodeMono(FORMAT, chunk.encoding(), chunk.payload(), chunk.sampleCount());
      assertThat(Level.of(heard).rmsDbfs()).as("the tone that it plays").isBetween(-6.0, -4.0);
      assertThat(both.said()).noneMatch(line -> line.contains("hunter2"));
    }
  }

  @Test
  void aCameraThatIsAwayThreeTimesGoesOnInItsSessionWithItsGapsLeftOut() throws Exception {
    int port = PeerProgram.freePort();
    Instant stopped;
    try (var playing = playing("unsteady-camera", port, "sound")) {
      for (int time = 1; time <= 3; time++) {
        try (var cameras = cameras(port)) {
          int connections = time;
          await().atMost(PATIENCE).until(() -> playing.count("connected") >= connections);
          long had = seconds("unsteady-camera");
          await().atMost(PATIENCE).until(() -> seconds("unsteady-camera") >= had + 2);
        }
        int cuts = time;
        await().atMost(PATIENCE).until(() -> playing.count("it ended; trying again") >= cuts);
      }
      try (var cameras = cameras(port)) {
        long had = seconds("unsteady-camera");
        await().atMost(PATIENCE).until(() -> seconds("unsteady-camera") >= had + 2);
        playing.close();
        stopped = Instant.now();
      }
    }
    List<AudioChunk> chunks = STACK.chunksOf("unsteady-camera");
    assertThat(chunks).extracting(AudioChunk::sessionId).containsOnly(chunks.get(0).sessionId());
    int gaps = 0;
    for (int i = 1; i < chunks.size(); i++) {
      gaps += chunks.get(i).firstSample() > chunks.get(i - 1).endSample() ? 1 : 0;
    }
    assertThat(gaps).isEqualTo(3);
    long samples = chunks.get(chunks.size() - 1).endSample();
    assertThat(chunks.get(0).eventTime().plus(FORMAT.rate().durationOf(samples)))
        .as("what was heard and what was missing is all the time that passed")
        .isBetween(stopped.minusSeconds(2), stopped.plusSeconds(1));
  }

  private static PeerProgram cameras(int port) throws Exception {
    return PeerProgram.start(
        folder.resolve("cameras.log"), port, PYTHON, script.toString(), Integer.toString(port));
  }

  private static Playing playing(String feed, int port, String camera) {
    String address = "rtsp://viewer:hunter2@127.0.0.1:%d/%s".formatted(port, camera);
    return new Playing(STACK, folder, feed, address, Duration.ofSeconds(60));
  }

  private static long seconds(String feed) throws Exception {
    return STACK.chunksOf(feed).stream().mapToLong(AudioChunk::sampleCount).sum()
        / FORMAT.rate().hertz();
  }
}
