package io.earwitness.benchmarks.official;

import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.engine.EngineListener;
import io.earwitness.onnx.engine.EngineOptions;
import io.earwitness.onnx.engine.OnnxCaptioner;
import io.earwitness.onnx.runtime.FeatureTap;
import io.earwitness.onnx.runtime.OrtSessionOpener;
import io.earwitness.onnx.runtime.RuntimeOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Holds each clip's codes, embedding and caption against the official code's. */
@Command(
    name = "parity",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Captions clips with EnCLAP's own code and with an imported bundle, and prints clip by clip "
          + "how codes, embedding and caption compare.",
      "A caption is a tie where the official code has it among its beams within 1e-5 of its best."
    })
final class OfficialParity implements Callable<Integer> {
  private static final Duration DEADLINE = Duration.ofMinutes(10);

  @Mixin private PeerOptions peer;

  @Option(names = "--bundle", paramLabel = "DIR", required = true, description = "The bundle.")
  private Path bundle;

  @Option(
      names = "--max-length",
      paramLabel = "TOKENS",
      defaultValue = "50",
      description = "Longest caption, special tokens included (default: ${DEFAULT-VALUE}).")
  private int maxLength;

  @Override
  public Integer call() throws IOException {
    List<Clip> clips = Clip.readAll(peer.clips());
    RuntimeOptions runtime = RuntimeOptions.cpu(peer.threads());
    FeatureTap tap = new FeatureTap(new OrtSessionOpener(runtime));
    Bundle loaded = Bundle.load(bundle);
    EngineOptions options =
        EngineOptions.defaults()
            .withRuntime(runtime)
            .withDeadline(DEADLINE)
            .withDecode(loaded.manifest().generation().settings().withMaxLength(maxLength));
    List<ClipParity> outcomes = new ArrayList<>();
    System.out.println(ClipParity.HEADER);
    try (OfficialPeer official = peer.start();
        OnnxCaptioner captioner = OnnxCaptioner.load(loaded, options, EngineListener.NONE, tap)) {
      for (Clip clip : clips) {
        ClipParity outcome =
            compare(clip, official.caption(clip.file(), maxLength), captioner, tap);
        outcomes.add(outcome);
        System.out.println(outcome.row());
      }
    }
    System.out.printf(
        "%n%d clips: given the official codes and embedding %s, from the waveform %s%n",
        outcomes.size(),
        sum(outcomes.stream().map(ClipParity::givenFeatures).toList()),
        sum(outcomes.stream().map(ClipParity::fromWaveform).toList()));
    return 0;
  }

  private static ClipParity compare(
      Clip clip, OfficialPeer.Answer official, OnnxCaptioner captioner, FeatureTap tap) {
    AudioWindow window = new AudioWindow(clip.name(), Clip.RATE, clip.samples());
    tap.replaceNothing();
    Captioning fromWaveform = captioner.caption(window).join();
    long[] codes = tap.codes();
    float[] embedding = tap.embedding();
    long[] officialCodes = official.flatCodes();
    tap.replaceBy(
        new FeatureTap.Features(officialCodes, official.codes().length, official.embedding()));
    Captioning given = captioner.caption(window).join();
    return new ClipParity(
        clip.name(),
        clip.seconds(),
        equal(codes, officialCodes),
        officialCodes.length,
        difference(embedding, official.embedding()),
        ClipParity.Outcome.of(given.hypotheses().get(0), official),
        ClipParity.Outcome.of(fromWaveform.hypotheses().get(0), official));
  }

  private static int equal(long[] ours, long[] theirs) {
    int equal = 0;
    for (int i = 0; i < Math.min(ours.length, theirs.length); i++) {
      equal += ours[i] == theirs[i] ? 1 : 0;
    }
    return equal;
  }

  private static double difference(float[] ours, float[] theirs) {
    double largest = 0;
    for (int i = 0; i < theirs.length; i++) {
      largest = Math.max(largest, Math.abs(ours[i] - theirs[i]));
    }
    return largest;
  }

  private static String sum(List<ClipParity.Outcome> outcomes) {
    return "%d equal, %d ties, %d differ"
        .formatted(
            count(outcomes, ClipParity.Outcome.EQUAL),
            count(outcomes, ClipParity.Outcome.TIE),
            count(outcomes, ClipParity.Outcome.DIFFERS));
  }

  private static long count(List<ClipParity.Outcome> outcomes, ClipParity.Outcome of) {
    return outcomes.stream().filter(of::equals).count();
  }
}
