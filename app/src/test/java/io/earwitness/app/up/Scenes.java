package io.earwitness.app.up;

import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.ingest.demo.DemoScene;
import io.earwitness.media.ChunkEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Recordings for tests: stretches of the demo scene. */
final class Scenes {
  static final SampleRate RATE = new SampleRate(16_000);
  static final Path TINY_BUNDLE =
      Path.of("../captioner-onnx/src/test/resources/tiny-bundle").toAbsolutePath().normalize();

  private Scenes() {}

  /** Writes a FLAC file of so many samples. */
  static Path write(Path folder, String name, long seed, int samples) throws IOException {
    float[] sound = new DemoScene(seed, RATE).read(samples);
    byte[] flac = ChunkEncoder.encode(new AudioFormat(RATE, 1), ChunkEncoding.FLAC, sound);
    return Files.write(folder.resolve(name + ".flac"), flac);
  }
}
