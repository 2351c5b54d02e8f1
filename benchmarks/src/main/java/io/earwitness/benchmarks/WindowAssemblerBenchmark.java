package io.earwitness.benchmarks;

import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.window.AssemblyAction;
import io.earwitness.captioner.window.AssemblyLimits;
import io.earwitness.captioner.window.ChunkHeader;
import io.earwitness.captioner.window.FeedState;
import io.earwitness.captioner.window.WindowAssembler;
import io.earwitness.captioner.window.WindowGeometry;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

/** What it costs to take one chunk, feeds taking turns, at 48 kHz and the default windows. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WindowAssemblerBenchmark {
  private static final int FEEDS = 128;
  private static final AudioFormat FORMAT = new AudioFormat(new SampleRate(48_000), 1);

  /** How a feed's chunks come. */
  public enum Arrival {
    IN_ORDER,
    SWAPPED_PAIRS,
    ONE_OF_TEN_MISSING
  }

  @Param({"20", "1000"})
  public int chunkMillis;

  @Param public Arrival arrival;

  private final WindowAssembler assembler =
      new WindowAssembler(WindowGeometry.DEFAULT, AssemblyLimits.DEFAULT);
  private List<FeedState> feeds;
  private long turn;

  @Setup
  public void begin() {
    feeds = Stream.generate(FeedState::new).limit(FEEDS).toList();
    turn = 0;
  }

  @Benchmark
  public List<AssemblyAction> acceptChunk() {
    FeedState feed = feeds.get((int) (turn % FEEDS));
    long chunk = indexOf(turn++ / FEEDS);
    int samples = FORMAT.rate().hertz() / 1_000 * chunkMillis;
    Instant time = Instant.EPOCH.plusMillis(chunk * chunkMillis);
    return assembler.accept(
        feed, new ChunkHeader("session", chunk * samples, samples, time, FORMAT, false));
  }

  private long indexOf(long position) {
    return switch (arrival) {
      case IN_ORDER -> position;
      case SWAPPED_PAIRS -> position ^ 1;
      case ONE_OF_TEN_MISSING -> position + position / 9;
    };
  }
}
