package io.earwitness.captioner.beam;

import io.earwitness.captioner.caption.DecodeSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Searches the likeliest captions of one window, a decoder step at a time, with the semantics of
 * Hugging Face's {@code generate} 4.29 (with one beam: its greedy search).
 *
 * <p>The caller runs the decoder on {@link #nextTokens} and {@link #beamOrigins} and hands its best
 * tokens to {@link #advance}, until {@link #done}. Not safe for use by several threads.
 */
public final class BeamSearch {
  /** Keeps all beams but the first out of the first step, where they are all alike. */
  private static final float UNUSED_BEAM = -1e9f;

  private final DecodeSettings settings;
  private final SpecialTokens special;
  private final NgramBan ngramBan;
  private final FinishedHypotheses hypotheses;
  private final Optional<FinishedHypotheses> contenders;
  private final double leastEnd;

  /** {@code int[beams][maxLength]}: the decoder's start token, then what was chosen. */
  private int[][] sequences;

  private int length = 1;
  private final float[] beamScores;
  private final int[] beamOrigins;
  private boolean done;

  /** As Hugging Face has it. */
  public BeamSearch(DecodeSettings settings, SpecialTokens special) {
    this(settings, special, Contenders.NONE);
  }

  /**
   * @param contenders which hypotheses to keep; the search is the same
   */
  public BeamSearch(DecodeSettings settings, SpecialTokens special, Contenders contenders) {
    this.settings = settings;
    this.special = special;
    this.ngramBan = new NgramBan(settings.noRepeatNgram());
    // A greedy search ends with its first end token.
    boolean earlyStopping = settings.earlyStopping() || settings.beams() == 1;
    this.hypotheses =
        new FinishedHypotheses(settings.beams(), settings.lengthPenalty(), earlyStopping);
    this.contenders =
        contenders.most() == 0
            ? Optional.empty()
            : Optional.of(
                new FinishedHypotheses(contenders.most(), settings.lengthPenalty(), earlyStopping));
    this.leastEnd = contenders.leastEndLogProbability();
    this.sequences = new int[settings.beams()][settings.maxLength()];
    this.beamScores = new float[settings.beams()];
    Arrays.fill(beamScores, 1, settings.beams(), UNUSED_BEAM);
    this.beamOrigins = IntStream.range(0, settings.beams()).toArray();
    for (int[] sequence : sequences) {
      sequence[0] = special.decoderStart();
    }
  }

  /** Whether {@link #finished} may be called, and {@link #advance} may not. */
  public boolean done() {
    return done;
  }

  /** {@code long[beams]}: the last token of every beam; the pad token when done. */
  public long[] nextTokens() {
    long[] tokens = new long[sequences.length];
    for (int beam = 0; beam < tokens.length; beam++) {
      tokens[beam] = done ? special.pad() : sequences[beam][length - 1];
    }
    return tokens;
  }

  /** {@code int[beams]}: the beam of the last step that each beam continues. */
  public int[] beamOrigins() {
    return beamOrigins.clone();
  }

  /**
   * Takes what the decoder makes of {@link #nextTokens}.
   *
   * @param logProbs {@code float[beams * topK]}, row by row: log-softmax over the vocabulary, the
   *     largest values, descending
   * @param tokenIds {@code long[beams * topK]}: the tokens of {@code logProbs}
   * @throws IllegalArgumentException if the arrays have another size, or a value is NaN
   * @throws IllegalStateException if the search is done, or if bans leave too few of the listed
   *     tokens to tell which are the best
   */
  public void advance(float[] logProbs, long[] tokenIds, int topK) {
    check(logProbs, tokenIds, topK);
    contenders.ifPresent(all -> offerEnds(all, logProbs, tokenIds, topK));
    List<Candidate> candidates = candidates(logProbs, tokenIds, topK);
    int[][] continued = new int[sequences.length][];
    float[] continuedScores = new float[sequences.length];
    int beams = 0;
    for (int rank = 0; rank < candidates.size() && beams < continued.length; rank++) {
      Candidate candidate = candidates.get(rank);
      if (candidate.token() != special.eos()) {
        beamOrigins[beams] = candidate.beam();
        continuedScores[beams] = candidate.score();
        continued[beams++] = extended(candidate);
      } else if (rank < sequences.length) {
        hypotheses.offer(
            sequence(sequences[candidate.beam()], length, candidate.score(), /* ended= */ true));
      }
    }
    boolean enough = hypotheses.suffice(candidates.get(0).score(), length + 1);
    length++;
    if (enough || length == settings.maxLength()) {
      finish(enough ? 0 : beams, continued, continuedScores);
    } else {
      sequences = continued;
      System.arraycopy(continuedScores, 0, beamScores, 0, beamScores.length);
    }
  }

  /**
   * The finished hypotheses, best first: at most as many as there are beams, or the contenders.
   *
   * @throws IllegalStateException if the search isn't done
   */
  public List<TokenSequence> finished() {
    if (!done) {
      throw new IllegalStateException("the search isn't done after %d tokens".formatted(length));
    }
    // No end may have been likely enough to be listed before the search was cut off.
    return contenders.filter(all -> !all.isEmpty()).orElse(hypotheses).bestFirst();
  }

  /** What each beam would be if it ended here, unless it has said nothing yet or hardly ends. */
  private void offerEnds(FinishedHypotheses all, float[] logProbs, long[] tokenIds, int topK) {
    int silent = special.forcedBos().isPresent() ? 2 : 1;
    for (int entry = 0; entry < tokenIds.length && length > silent; entry++) {
      int beam = entry / topK;
      boolean ends = tokenIds[entry] == special.eos() && logProbs[entry] >= leastEnd;
      if (ends && beamScores[beam] > UNUSED_BEAM / 2) {
        float score = beamScores[beam] + logProbs[entry];
        all.offer(sequence(sequences[beam], length, score, /* ended= */ true));
      }
    }
  }

  private List<Candidate> candidates(float[] logProbs, long[] tokenIds, int topK) {
    OptionalInt forced = forcedToken();
    if (forced.isPresent()) {
      return IntStream.range(0, sequences.length)
          .mapToObj(beam -> new Candidate(beam, forced.getAsInt(), beamScores[beam]))
          .sorted((a, b) -> Float.compare(b.score(), a.score()))
          .toList();
    }
    CandidateMerge merge =
        new CandidateMerge(
            beamScores,
            logProbs,
            tokenIds,
            topK,
            (beam, token) -> ngramBan.forbids(sequences[beam], length, token));
    // Twice the beams, because each beam may offer the end token, which continues nothing.
    return merge.best(sequences.length == 1 ? 1 : 2 * sequences.length);
  }

  private OptionalInt forcedToken() {
    if (length == settings.maxLength() - 1 && special.forcedEos().isPresent()) {
      return special.forcedEos();
    }
    return length == 1 ? special.forcedBos() : OptionalInt.empty();
  }

  private int[] extended(Candidate candidate) {
    int[] sequence = sequences[candidate.beam()].clone();
    sequence[length] = candidate.token();
    return sequence;
  }

  /** Ends the search; the first {@code open} of {@code continued} are hypotheses without an end. */
  private void finish(int open, int[][] continued, float[] scores) {
    for (int beam = 0; beam < open; beam++) {
      TokenSequence cut = sequence(continued[beam], length, scores[beam], /* ended= */ false);
      hypotheses.offer(cut);
      contenders.ifPresent(all -> all.offer(cut));
    }
    done = true;
    Arrays.setAll(beamOrigins, beam -> beam);
  }

  private TokenSequence sequence(int[] tokens, int count, float logProbability, boolean ended) {
    int skipped = count > 1 && special.forcedBos().isPresent() ? 2 : 1;
    return new TokenSequence(
        Arrays.copyOfRange(tokens, skipped, count),
        ended ? count : count - 1,
        logProbability,
        hypotheses.score(logProbability, count));
  }

  private void check(float[] logProbs, long[] tokenIds, int topK) {
    if (done) {
      throw new IllegalStateException("the search is done");
    }
    int expected = Math.multiplyExact(sequences.length, topK);
    if (logProbs.length != expected || tokenIds.length != expected) {
      throw new IllegalArgumentException(
          "%d log-probabilities and %d tokens for %d beams of %d"
              .formatted(logProbs.length, tokenIds.length, sequences.length, topK));
    }
    for (int i = 0; i < expected; i++) {
      if (Float.isNaN(logProbs[i])) {
        throw new IllegalArgumentException(
            "the log-probability of beam %d's token %d is NaN".formatted(i / topK, tokenIds[i]));
      }
    }
  }
}
