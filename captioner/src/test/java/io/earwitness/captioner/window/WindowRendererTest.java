package io.earwitness.captioner.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowRendererTest {
  private static final WindowPlan WINDOW =
      new WindowPlan(
          "s",
          2,
          0,
          10,
          18,
          Feeds.FORMAT,
          Feeds.timeOf(10),
          Feeds.timeOf(18),
          List.of(new Piece(8, 2, 0, 3), new Piece(15, 0, 5, 2)),
          3,
          WindowClosing.COMPLETE);

  @Test
  void piecesLieInSilenceWhereTheyBelong() {
    Map<Long, float[]> chunks =
        Map.of(8L, new float[] {1, 2, 3, 4, 5}, 15L, new float[] {6, 7, 8, 9});
    assertThat(WindowRenderer.render(WINDOW, chunks::get)).containsExactly(3, 4, 5, 0, 0, 6, 7, 0);
  }

  @Test
  void aChunkThatIsGoneOrTooShortIsNamed() {
    assertThatThrownBy(() -> WindowRenderer.render(WINDOW, first -> null))
        .hasMessageContaining("window 2 of session 's'")
        .hasMessageContaining("from sample 8");
    assertThatThrownBy(() -> WindowRenderer.render(WINDOW, first -> new float[4]))
        .hasMessageContaining("needs 5 samples");
  }
}
