package io.earwitness.onnx.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.captioner.beam.TokenSequence;
import io.earwitness.captioner.caption.DecodeSettings;
import io.earwitness.onnx.bundle.Golden;
import io.earwitness.onnx.bundle.TinyBundle;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Each stage against what PyTorch computed for the same weights and waveforms. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StagesTest {
  private static final float EMBEDDING_TOLERANCE = 1e-5f;
  private static final float SCORE_TOLERANCE = 1e-4f;
  private static final DecodeSettings SETTINGS =
      TinyBundle.load().manifest().generation().settings();

  private final Golden golden = Golden.load();
  private final StageRuns stages = new StageRuns(TinyBundle.load());

  @AfterAll
  void close() {
    stages.close();
  }

  @Test
  void codesAreThoseOfTheCodec() throws OrtException {
    for (Golden.Clip clip : golden.clips()) {
      assertThat(stages.codes(window(clip))).as(clip.file()).isDeepEqualTo(clip.codes());
    }
  }

  @Test
  void embeddingsAreThoseOfTheAudioTower() throws OrtException {
    for (Golden.Clip clip : golden.clips()) {
      assertThat(stages.embedding(window(clip)))
          .as(clip.file())
          .containsExactly(clip.embedding(), within(EMBEDDING_TOLERANCE));
    }
  }

  @Test
  void labelScoresAreThoseOfTheHead() throws OrtException {
    for (Golden.Clip clip : golden.clips()) {
      float[][] scores =
          stages.withFeatures(window(clip), (features, deadline) -> features.labelScores()[0]);

      assertThat(scores).as(clip.file()).hasNumberOfRows(clip.labelScores().length);
      for (int frame = 0; frame < scores.length; frame++) {
        assertThat(scores[frame])
            .as("%s, frame %d", clip.file(), frame)
            .containsExactly(clip.labelScores()[frame], within(SCORE_TOLERANCE));
      }
    }
  }

  @Test
  void beamsAreTokenByTokenThoseOfTheReferenceSearch() throws OrtException {
    for (Golden.Clip clip : golden.clips()) {
      List<TokenSequence> hypotheses = stages.decode(window(clip), SETTINGS);

      assertThat(hypotheses).as(clip.file()).hasSameSizeAs(clip.beams());
      for (int i = 0; i < hypotheses.size(); i++) {
        requireSame(clip.file() + ", hypothesis " + i, hypotheses.get(i), clip.beams().get(i));
      }
    }
  }

  @Test
  void oneBeamIsTheGreedySearch() throws OrtException {
    DecodeSettings greedy =
        new DecodeSettings(
            1,
            SETTINGS.maxLength(),
            SETTINGS.noRepeatNgram(),
            SETTINGS.lengthPenalty(),
            SETTINGS.earlyStopping());
    for (Golden.Clip clip : golden.clips()) {
      requireSame(clip.file(), stages.decode(window(clip), greedy).get(0), clip.greedy());
    }
  }

  private static AudioWindow window(Golden.Clip clip) {
    return clip.window("feed");
  }

  private static void requireSame(String what, TokenSequence found, Golden.Caption expected) {
    int[] all = expected.tokens();
    int[] withoutSpecial = Arrays.copyOfRange(all, 2, all.length - 1);
    assertThat(found.tokens()).as(what).isEqualTo(withoutSpecial);
    assertThat(found.generatedLength()).as(what).isEqualTo(all.length - 1);
    assertThat(found.logProbability()).as(what).isCloseTo(expected.logProb(), within(1e-3));
    assertThat(found.score()).as(what).isCloseTo(expected.score(), within(1e-4));
  }
}
