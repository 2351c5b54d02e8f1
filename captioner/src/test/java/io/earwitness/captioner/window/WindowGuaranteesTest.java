package io.earwitness.captioner.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.window.AssemblyAction.Forget;
import io.earwitness.captioner.window.AssemblyAction.Keep;
import io.earwitness.captioner.window.AssemblyAction.Ready;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The guarantees of window assembly, for whatever a feed does. jqwik prints each run's seed. */
class WindowGuaranteesTest {

  @Provide
  Arbitrary<List<Script.Step>> scripts() {
    return Script.steps();
  }

  @Property(tries = 5_000)
  void whateverAFeedDoesItsWindowsGapsAndRefusalsAreThoseOfTheDefinition(
      @ForAll @IntRange(min = 1, max = 12) int window,
      @ForAll @IntRange(min = 1, max = 12) int hop,
      @ForAll @IntRange(min = 0, max = 10) int tolerance,
      @ForAll("scripts") List<Script.Step> steps) {
    int hopSamples = Math.min(hop, window);
    WindowAssembler assembler = Feeds.assembler(window, hopSamples, tolerance);
    NaiveAssembler naive = new NaiveAssembler(window, hopSamples, tolerance);
    FeedState state = new FeedState();
    Script script = new Script();
    for (Script.Step step : steps) {
      Optional<ChunkHeader> chunk = script.chunk(step);
      // All that is known must be in what a checkpoint would hold.
      state = FeedStates.copyOf(state);
      List<AssemblyAction> actions =
          chunk.isPresent() ? assembler.accept(state, chunk.get()) : assembler.timeOut(state);
      NaiveAssembler.Outcome expected =
          chunk.isPresent() ? naive.accept(chunk.get()) : naive.timeOut();
      Outcomes.assertSame(actions, expected);
      assertThat(assembler.idle(state)).isEqualTo(naive.idle());
    }
  }

  @Property(tries = 2_000)
  void disorderWithinTheToleranceAndRepeatsChangeNothing(
      @ForAll @IntRange(min = 1, max = 40) int window,
      @ForAll @IntRange(min = 1, max = 40) int hop,
      @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 1, max = 9) Integer> lengths,
      @ForAll Random random) {
    int hopSamples = Math.min(hop, window);
    List<ChunkHeader> inOrder = cut(lengths);
    // Swapped neighbours of up to 9 samples lie at most 18 samples ahead.
    List<ChunkHeader> disordered = swapNeighboursAndRepeat(inOrder, random);

    List<WindowPlan> windows = windows(Feeds.assembler(window, hopSamples, 18), disordered);

    long length = lengths.stream().mapToLong(Integer::longValue).sum();
    long count = length <= window ? 1 : 1 + -Math.floorDiv(window - length, (long) hopSamples);
    assertThat(windows).hasSize((int) count);
    for (int k = 0; k < count; k++) {
      long begin = (long) k * hopSamples;
      WindowPlan plan = windows.get(k);
      assertThat(plan.windowIndex()).isEqualTo(k);
      assertThat(plan.firstSample()).isEqualTo(begin);
      assertThat(plan.endSample()).isEqualTo(Math.min(length, begin + window));
      assertThat(plan.missingSamples()).isZero();
      assertThat(plan.begin()).isEqualTo(Feeds.timeOf(plan.firstSample()));
      assertThat(plan.end()).isEqualTo(Feeds.timeOf(plan.endSample()));
    }
  }

  @Property(tries = 2_000)
  void everyPieceOfAWindowIsKeptUntilTheWindowIsReady(
      @ForAll @IntRange(min = 1, max = 12) int window,
      @ForAll @IntRange(min = 1, max = 12) int hop,
      @ForAll("scripts") List<Script.Step> steps) {
    WindowAssembler assembler = Feeds.assembler(window, Math.min(hop, window), 6);
    FeedState state = new FeedState();
    Script script = new Script();
    TreeMap<Long, ChunkHeader> kept = new TreeMap<>();
    for (Script.Step step : steps) {
      Optional<ChunkHeader> chunk = script.chunk(step);
      for (AssemblyAction action :
          chunk.isPresent() ? assembler.accept(state, chunk.get()) : assembler.timeOut(state)) {
        if (action instanceof Keep keep) {
          assertThat(kept.put(keep.chunk().firstSample(), keep.chunk())).isNull();
        } else if (action instanceof Forget forget) {
          assertThat(kept.values().removeIf(c -> c.endSample() <= forget.belowSample())).isTrue();
        } else if (action instanceof Ready ready) {
          for (Piece piece : ready.window().pieces()) {
            assertThat(kept).containsKey(piece.chunkFirstSample());
            assertThat(kept.get(piece.chunkFirstSample()).sessionId())
                .isEqualTo(ready.window().sessionId());
          }
        }
      }
      // Nothing is kept for longer than a window may need it.
      assertThat(kept).hasSameSizeAs(state.getChunkFirsts());
    }
  }

  private static List<ChunkHeader> cut(List<Integer> lengths) {
    List<ChunkHeader> chunks = new ArrayList<>();
    long first = 0;
    for (int i = 0; i < lengths.size(); i++) {
      long end = first + lengths.get(i);
      boolean last = i == lengths.size() - 1;
      chunks.add(last ? Feeds.lastChunk("s", first, end) : Feeds.chunk("s", first, end));
      first = end;
    }
    return chunks;
  }

  private static List<ChunkHeader> swapNeighboursAndRepeat(
      List<ChunkHeader> chunks, Random random) {
    List<ChunkHeader> disordered = new ArrayList<>(chunks);
    for (int i = 0; i + 2 < disordered.size(); i += 2) {
      if (random.nextBoolean()) {
        Collections.swap(disordered, i, i + 1);
      }
    }
    List<ChunkHeader> repeated = new ArrayList<>();
    for (ChunkHeader chunk : disordered) {
      repeated.add(chunk);
      repeated.add(repeated.get(random.nextInt(repeated.size())));
    }
    return repeated;
  }

  private static List<WindowPlan> windows(WindowAssembler assembler, List<ChunkHeader> chunks) {
    FeedState state = new FeedState();
    List<WindowPlan> windows = new ArrayList<>();
    for (ChunkHeader chunk : chunks) {
      for (AssemblyAction action : assembler.accept(state, chunk)) {
        assertThat(action)
            .isNotInstanceOfAny(
                AssemblyAction.Gap.class, AssemblyAction.Late.class, AssemblyAction.Refuse.class);
        if (action instanceof Ready ready) {
          windows.add(ready.window());
        }
      }
    }
    return windows;
  }
}
