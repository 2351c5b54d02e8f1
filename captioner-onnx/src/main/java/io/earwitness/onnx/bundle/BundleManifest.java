package io.earwitness.onnx.bundle;

import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.caption.DecodeSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The content of {@code bundle.json}, format 1.
 *
 * @param precision such as {@code int8}, where it is not plain 32 bits
 * @param graphs holds every {@link GraphName} but, where the bundle has no text tower, {@link
 *     GraphName#CLAP_TEXT}, and where its codec can't go on from window to window, {@link
 *     GraphName#CODEC_STREAM}
 * @param textTokenizer present exactly where the text tower is
 * @param codecStream present exactly where {@link GraphName#CODEC_STREAM} is
 * @param confidence where it is missing, a caption's confidence is its mean probability a token
 */
public record BundleManifest(
    String name,
    String version,
    String licence,
    Optional<String> precision,
    Audio audio,
    Model model,
    Map<GraphName, FileEntry> graphs,
    FileEntry tokenizer,
    Optional<TextTokenizer> textTokenizer,
    Optional<CodecStream> codecStream,
    Labels labels,
    Optional<Confidence> confidence,
    Generation generation) {

  /** Every input's rate, and the lengths that the graphs take. */
  public record Audio(SampleRate sampleRate, int windowSamples, int minSamples, int maxSamples) {}

  /**
   * The dimensions that the graphs share.
   *
   * @param topK candidates that a decoder step gives for each row
   * @param cacheType of the encoder's and decoder's keys and values
   */
  public record Model(
      int embeddingDim,
      int codebooks,
      int codebookSize,
      int vocabularySize,
      int decoderLayers,
      int heads,
      int headDim,
      int topK,
      CacheType cacheType) {}

  /** A file of the bundle and the lower-case hex SHA-256 of its bytes. */
  public record FileEntry(String file, String sha256) {}

  /**
   * @param maxTokens longer texts are cut to this many tokens, special ones included
   */
  public record TextTokenizer(FileEntry entry, int maxTokens) {}

  /**
   * How codes go on where those of an earlier window ended.
   *
   * @param frameSamples samples that a frame of codes stands for
   * @param contextSamples samples before the new ones that the graph wants to see again
   * @param stateSize numbers of what it remembers of the rest
   */
  public record CodecStream(int frameSamples, int contextSamples, int stateSize) {}

  /**
   * The kinds of sound that the bundle names.
   *
   * @param head whether the audio tower scores them itself; if not, {@code zeroShot} says how
   *     scores come from the labels' prompts
   * @param framesPerSecond of the head's scores
   */
  public record Labels(
      boolean head, double framesPerSecond, Optional<ZeroShot> zeroShot, List<Label> items) {
    public Labels {
      items = List.copyOf(items);
    }
  }

  /** Score = sigmoid(scale · cosine + bias). */
  public record ZeroShot(double scale, double bias) {}

  /**
   * @param threshold the score from which on the label counts as heard, 0 to 1
   * @param named regular expression that finds the kind in a lower-case caption, where the bundle
   *     has one
   */
  public record Label(String name, String prompt, double threshold, Optional<String> named) {}

  /**
   * How sure a caption is, calibrated: sigmoid of the weighted sum of its mean log-probability a
   * token, its CLAP agreement, the highest labelled score of the window, how well what it names
   * fits the labelled scores, and whether it names no kind at all, and of the bias. What a window
   * lacks counts as 0.
   */
  public record Confidence(
      double logProbability,
      double agreement,
      double label,
      double naming,
      double nothing,
      double bias) {
    /** From 0 to 1. */
    public double of(
        double meanLogProbability,
        double cosine,
        double highestScore,
        double namingFit,
        boolean namesNothing) {
      double margin =
          logProbability * meanLogProbability
              + agreement * cosine
              + label * highestScore
              + naming * namingFit
              + (namesNothing ? nothing : 0)
              + bias;
      return 1 / (1 + Math.exp(-margin));
    }
  }

  /**
   * How captions are searched for, and the ids of the tokens with a meaning of their own.
   *
   * @param hypotheses how many the most confident is chosen from, of all that a beam would be if it
   *     ended where it is; where it is missing, the likeliest finished one is the caption, as with
   *     Hugging Face
   * @param leastEnd the lowest probability of its end with which a hypothesis counts
   */
  public record Generation(
      DecodeSettings settings,
      OptionalInt hypotheses,
      OptionalDouble leastEnd,
      int decoderStart,
      int bos,
      int eos,
      int pad,
      OptionalInt forcedBos,
      OptionalInt forcedEos) {}
}
