package io.earwitness.benchmarks;

import io.earwitness.captioner.audio.Resampler;
import io.earwitness.captioner.audio.SampleRate;
import java.util.Random;
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

/** What it costs to bring a window of 10 s to the model's rate. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ResamplerBenchmark {
  private static final int SECONDS = 10;

  @Param({"44100", "48000", "96000"})
  public int fromHertz;

  private final Resampler resampler = new Resampler();
  private float[] samples;

  @Setup
  public void drawNoise() {
    Random random = new Random(7);
    samples = new float[SECONDS * fromHertz];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = random.nextFloat() * 2 - 1;
    }
  }

  @Benchmark
  public float[] toSixteenKilohertz() {
    return resampler.resample(samples, new SampleRate(fromHertz), new SampleRate(16_000));
  }
}
