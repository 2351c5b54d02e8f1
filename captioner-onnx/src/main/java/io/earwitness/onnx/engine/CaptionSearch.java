package io.earwitness.onnx.engine;

import ai.onnxruntime.OrtException;
import io.earwitness.captioner.beam.TokenSequence;
import io.earwitness.captioner.caption.HeardSound;
import io.earwitness.captioner.caption.Hypothesis;
import io.earwitness.onnx.bundle.GraphName;
import io.earwitness.onnx.engine.CaptionChoice.Contender;
import io.earwitness.onnx.runtime.ModelSessions;
import io.earwitness.onnx.runtime.RunDeadline;
import io.earwitness.onnx.text.BundleTokenizer;
import io.earwitness.onnx.text.TextTower;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** From what is heard in a batch to the captions of its windows. Thread-safe; owns nothing. */
final class CaptionSearch {
  private final CaptionDecoder decoder;
  private final BundleTokenizer tokenizer;
  private final Optional<TextTower> textTower;
  private final CaptionChoice choice;

  CaptionSearch(
      CaptionDecoder decoder,
      BundleTokenizer tokenizer,
      Optional<TextTower> textTower,
      CaptionChoice choice) {
    this.decoder = decoder;
    this.tokenizer = tokenizer;
    this.textTower = textTower;
    this.choice = choice;
  }

  /**
   * @param embeddings {@code float[batch][embeddingDim]}
   * @param sounds of each window, most probable first
   * @return for each window its hypotheses, the caption first
   */
  List<List<CaptionChoice.Ranked>> run(
      ModelSessions sessions,
      AudioFeatures features,
      float[][] embeddings,
      List<List<HeardSound>> sounds,
      RunDeadline deadline)
      throws OrtException {
    List<List<TokenSequence>> sequences =
        decoder.decode(sessions, features, embeddings.length, deadline);
    List<List<Hypothesis>> hypotheses =
        sequences.stream().map(clip -> clip.stream().map(this::hypothesis).toList()).toList();
    Map<String, float[]> texts = embed(sessions, hypotheses, deadline);
    float[][] scores = features.highestScores();
    List<List<CaptionChoice.Ranked>> ranked = new ArrayList<>();
    for (int clip = 0; clip < embeddings.length; clip++) {
      List<Contender> contenders = new ArrayList<>();
      for (int i = 0; i < sequences.get(clip).size(); i++) {
        Hypothesis hypothesis = hypotheses.get(clip).get(i);
        contenders.add(
            new Contender(
                sequences.get(clip).get(i),
                hypothesis,
                agreement(texts.get(hypothesis.text()), embeddings[clip])));
      }
      double highest = sounds.get(clip).stream().mapToDouble(HeardSound::score).max().orElse(0);
      ranked.add(choice.rank(contenders, highest, scores[clip]));
    }
    return ranked;
  }

  private Hypothesis hypothesis(TokenSequence sequence) {
    return new Hypothesis(
        tokenizer.decode(sequence.tokens()), sequence.logProbability(), sequence.score());
  }

  /** The text tower's embeddings of the captions that the choice has to compare with the audio. */
  private Map<String, float[]> embed(
      ModelSessions sessions, List<List<Hypothesis>> hypotheses, RunDeadline deadline)
      throws OrtException {
    Map<String, float[]> texts = new HashMap<>();
    if (textTower.isEmpty()) {
      return texts;
    }
    List<String> captions =
        hypotheses.stream()
            .flatMap(clip -> clip.stream().limit(choice.contenders(clip.size())))
            .map(Hypothesis::text)
            .distinct()
            .toList();
    float[][] embedded =
        textTower.get().embed(sessions.get(GraphName.CLAP_TEXT), captions, deadline);
    for (int i = 0; i < embedded.length; i++) {
      texts.put(captions.get(i), embedded[i]);
    }
    return texts;
  }

  private static OptionalDouble agreement(float[] text, float[] audio) {
    return text == null ? OptionalDouble.empty() : OptionalDouble.of(Cosine.of(text, audio));
  }
}
