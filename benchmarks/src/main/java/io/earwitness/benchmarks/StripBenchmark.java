package io.earwitness.benchmarks;

import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.captioner.audio.Level;
import io.earwitness.captioner.audio.MalformedAudioException;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.spectrum.Spectrogram;
import io.earwitness.ingest.demo.DemoScene;
import io.earwitness.media.ChunkEncoder;
import io.earwitness.media.MediaChunkDecoder;
import io.earwitness.media.MediaException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the page does with each second of each feed, at 48 kHz. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StripBenchmark {
  private static final AudioFormat FORMAT = new AudioFormat(new SampleRate(48_000), 1);
  private static final int COLUMNS = 10;
  private static final int SEED = 3;

  @Param({"FLAC", "OPUS"})
  public ChunkEncoding encoding;

  private final MediaChunkDecoder decoder = new MediaChunkDecoder();
  private final Spectrogram spectrogram = new Spectrogram(FORMAT.rate());
  private float[] samples;
  private byte[] payload;

  @Setup
  public void makeScene() throws MediaException {
    try (var scene = new DemoScene(SEED, FORMAT.rate())) {
      samples = scene.read(FORMAT.rate().hertz());
    }
    payload = ChunkEncoder.encode(FORMAT, encoding, samples);
  }

  @Benchmark
  public float[] decode() throws MalformedAudioException {
    return decoder.decodeMono(FORMAT, encoding, payload, samples.length);
  }

  @Benchmark
  public byte[] draw() {
    return spectrogram.draw(samples, COLUMNS);
  }

  @Benchmark
  public Level measure() {
    return Level.of(samples);
  }
}
