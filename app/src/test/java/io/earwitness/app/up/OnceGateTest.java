package io.earwitness.app.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.event.FeedEvent.Kind;
import io.earwitness.captioner.window.WindowGeometry;
import io.earwitness.ingest.Recording;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnceGateTest {
  private static final int RATE = 8_000;
  private static final int SAMPLES = 12 * RATE;

  @TempDir Path folder;

  @Test
  void waitsForNoCaptionOfAWindowThatWasLeftOut() throws Exception {
    Recording yard = Recording.ofFile("yard", silence());
    try (var source = yard.source()) {
      OnceGate gate = new OnceGate(WindowGeometry.DEFAULT, List.of(yard));
      gate.happened(event(yard, Kind.LEFT_OUT, 0, 10 * RATE));
      gate.happened(event(yard, Kind.LEFT_OUT, 0, 10 * RATE));
      gate.happened(event(yard, Kind.SESSION_ENDED, SAMPLES, SAMPLES));
      assertThat(gate.opened()).isNotDone();

      gate.happened(event(yard, Kind.LEFT_OUT, 5 * RATE, SAMPLES));

      assertThat(gate.opened()).isDone();
    }
  }

  private static FeedEvent event(Recording recording, Kind kind, long first, long end) {
    return new FeedEvent(
        kind + "-" + first,
        recording.feedId(),
        recording.sessionId(),
        kind,
        first,
        end,
        Instant.EPOCH,
        Instant.EPOCH,
        "");
  }

  private Path silence() throws Exception {
    Path file = folder.resolve("silence.wav");
    AudioFormat format = new AudioFormat(RATE, 16, 1, true, false);
    byte[] samples = new byte[SAMPLES * Short.BYTES];
    AudioSystem.write(
        new AudioInputStream(new ByteArrayInputStream(samples), format, SAMPLES),
        AudioFileFormat.Type.WAVE,
        file.toFile());
    return file;
  }
}
