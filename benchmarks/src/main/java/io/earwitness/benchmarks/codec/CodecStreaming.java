package io.earwitness.benchmarks.codec;

import io.earwitness.benchmarks.model.ModelFigures;
import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.captioner.audio.Resampler;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.ingest.demo.DemoScene;
import io.earwitness.media.AudioFileReader;
import io.earwitness.media.MediaException;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.runtime.RuntimeOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares the two ways in which windows that overlap are encoded, on the same windows. */
@Command(
    name = "codec",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Captions the overlapping windows of some feeds twice, window by window in turns: each encoded "
          + "on its own (caption.codec=exact), and each going on from the one before (streaming).",
      "Prints a Markdown table of what either takes, and how much of what they make is the same."
    })
public final class CodecStreaming implements Callable<Integer> {
  @Option(
      names = "--bundle",
      paramLabel = "DIR",
      required = true,
      description = "Folder of a bundle whose codec can go on; may be repeated.")
  private List<Path> bundles;

  @Option(
      names = "--audio",
      paramLabel = "FILE",
      description =
          "A recording to be a feed, again from its beginning where it is too short; may be "
              + "repeated. Without it, the synthesised demo scene.")
  private List<Path> recordings = List.of();

  @Option(
      names = "--feeds",
      defaultValue = "4",
      description = "Feeds, of each of which a batch has one window (default: ${DEFAULT-VALUE}).")
  private int feeds;

  @Option(
      names = "--windows",
      defaultValue = "12",
      description = "Windows of each feed; its first one warms up (default: ${DEFAULT-VALUE}).")
  private int windows;

  @Option(
      names = "--length",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "Length of a window (default: ${DEFAULT-VALUE}).")
  private int length;

  @Option(
      names = "--hop",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "From a window's begin to the next one's (default: ${DEFAULT-VALUE}).")
  private int hop;

  @Option(
      names = "--max-length",
      paramLabel = "TOKENS",
      description = "Longest caption, special tokens included; without this, the bundle's own.")
  private Integer maxLength;

  @Option(
      names = "--threads",
      defaultValue = "2",
      description = "CPU threads of a session (default: ${DEFAULT-VALUE}).")
  private int threads;

  /** Runs the benchmark. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new CodecStreaming()).execute(args));
  }

  @Override
  public Integer call() throws MediaException {
    List<String> rows = new ArrayList<>();
    for (Path folder : bundles) {
      rows.add(compare(Bundle.load(folder)));
    }
    System.out.println(
        "| bundle | codec alone, ms | codec going on, ms | times | window, ms | window going on, ms "
            + "| times | equal codes | of the first book | of a window's last second | equal captions "
            + "|\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    rows.forEach(System.out::println);
    return 0;
  }

  private String compare(Bundle bundle) throws MediaException {
    SampleRate rate = bundle.manifest().audio().sampleRate();
    List<float[]> sounds = sounds(rate);
    Agreement agreement = new Agreement(bundle.manifest().model().codebooks(), length);
    OptionalInt longest = maxLength == null ? OptionalInt.empty() : OptionalInt.of(maxLength);
    RuntimeOptions runtime = RuntimeOptions.cpu(threads);
    try (CodecTrial exact = new CodecTrial(bundle, false, feeds, longest, runtime);
        CodecTrial streaming = new CodecTrial(bundle, true, feeds, longest, runtime)) {
      for (int i = 0; i < windows; i++) {
        System.err.printf("%s: window %d of %d%n", bundle.manifest().name(), i + 1, windows);
        List<AudioWindow> batch = batch(sounds, rate, i);
        CodecTrial.Result alone = exact.caption(batch, i > 0);
        CodecTrial.Result goingOn = streaming.caption(batch, i > 0);
        if (i > 0) {
          agreement.add(alone, goingOn);
        }
      }
      double codecBefore = ModelFigures.median(exact.codecMillis());
      double codecAfter = ModelFigures.median(streaming.codecMillis());
      double before = ModelFigures.median(exact.millis());
      double after = ModelFigures.median(streaming.millis());
      return String.format(
          Locale.ROOT,
          "| %s | %.0f | %.0f | %.2f | %.0f | %.0f | %.2f | %s |",
          bundle.manifest().name(),
          codecBefore,
          codecAfter,
          codecBefore / codecAfter,
          before,
          after,
          before / after,
          agreement.cells());
    }
  }

  private List<AudioWindow> batch(List<float[]> sounds, SampleRate rate, int window) {
    int from = window * hop * rate.hertz();
    return IntStream.range(0, feeds)
        .mapToObj(
            feed ->
                new AudioWindow(
                    "feed-" + feed,
                    rate,
                    Arrays.copyOfRange(sounds.get(feed), from, from + length * rate.hertz()),
                    Optional.of(new AudioWindow.Place("session", from))))
        .toList();
  }

  private List<float[]> sounds(SampleRate rate) throws MediaException {
    int samples = ((windows - 1) * hop + length) * rate.hertz();
    List<float[]> sounds = new ArrayList<>();
    for (int feed = 0; feed < feeds; feed++) {
      sounds.add(
          recordings.isEmpty()
              ? new DemoScene(feed, rate).read(samples)
              : recording(recordings.get(feed % recordings.size()), rate, samples));
    }
    return sounds;
  }

  private static float[] recording(Path file, SampleRate rate, int samples) throws MediaException {
    try (AudioFileReader reader = AudioFileReader.open(file)) {
      float[] once = new Resampler().resample(reader.readMono(), reader.format().rate(), rate);
      float[] sound = new float[samples];
      for (int at = 0; at < samples; at += once.length) {
        System.arraycopy(once, 0, sound, at, Math.min(once.length, samples - at));
      }
      return sound;
    }
  }
}
