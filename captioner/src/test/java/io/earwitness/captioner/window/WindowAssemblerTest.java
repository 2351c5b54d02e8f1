package io.earwitness.captioner.window;

import static io.earwitness.captioner.window.Feeds.chunk;
import static io.earwitness.captioner.window.Feeds.lastChunk;
import static io.earwitness.captioner.window.Feeds.timeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.event.DeadLetter.Reason;
import io.earwitness.captioner.window.AssemblyAction.Duplicate;
import io.earwitness.captioner.window.AssemblyAction.Forget;
import io.earwitness.captioner.window.AssemblyAction.Gap;
import io.earwitness.captioner.window.AssemblyAction.Keep;
import io.earwitness.captioner.window.AssemblyAction.Late;
import io.earwitness.captioner.window.AssemblyAction.Ready;
import io.earwitness.captioner.window.AssemblyAction.Refuse;
import io.earwitness.captioner.window.AssemblyAction.SessionBegan;
import io.earwitness.captioner.window.AssemblyAction.SessionEnded;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Windows of 100 samples, a hop of 50, a reorder tolerance of 20. */
class WindowAssemblerTest {
  private final WindowAssembler assembler = Feeds.assembler(100, 50, 20);
  private final FeedState state = new FeedState();

  @Test
  void aWindowClosesWithTheChunkThatCompletesIt() {
    assertThat(accept(chunk("a", 0, 60)))
        .containsExactly(new SessionBegan("a", 0, timeOf(0)), new Keep(chunk("a", 0, 60)));

    assertThat(accept(chunk("a", 60, 120)))
        .containsExactly(
            new Keep(chunk("a", 60, 120)),
            new Ready(
                new WindowPlan(
                    "a",
                    0,
                    0,
                    0,
                    100,
                    Feeds.FORMAT,
                    timeOf(0),
                    timeOf(100),
                    List.of(new Piece(0, 0, 0, 60), new Piece(60, 0, 60, 40)),
                    0,
                    WindowClosing.COMPLETE)));
  }

  @Test
  void payloadsAreForgottenWhenNoLaterWindowNeedsThem() {
    accept(chunk("a", 0, 50));
    assertThat(accept(chunk("a", 50, 100))).contains(new Forget(50));
    assertThat(accept(chunk("a", 100, 130))).doesNotHaveAnyElementsOfTypes(Forget.class);
  }

  @Test
  void chunksOutOfOrderArePutInOrder() {
    accept(chunk("a", 0, 40));
    accept(chunk("a", 80, 110));
    WindowPlan window = onlyWindow(accept(chunk("a", 40, 80)));
    assertThat(window.pieces())
        .containsExactly(
            new Piece(0, 0, 0, 40), new Piece(40, 0, 40, 40), new Piece(80, 0, 80, 20));
    assertThat(window.missingSamples()).isZero();
  }

  @Test
  void aHoleIsWaitedForUpToTheToleranceAndThenReportedOnce() {
    accept(chunk("a", 0, 40));
    assertThat(accept(chunk("a", 60, 120))).doesNotHaveAnyElementsOfTypes(Ready.class, Gap.class);

    List<AssemblyAction> actions = accept(chunk("a", 120, 140));
    assertThat(actions).contains(new Gap("a", 40, 60, timeOf(40)));
    assertThat(onlyWindow(actions).missingSamples()).isEqualTo(20);

    // The next window covers half of the hole, and need not wait for it again.
    actions = accept(chunk("a", 140, 150));
    assertThat(actions).doesNotHaveAnyElementsOfTypes(Gap.class);
    assertThat(onlyWindow(actions).missingSamples()).isEqualTo(10);
  }

  @Test
  void aHoleFilledTooLateForOneWindowStillServesTheNext() {
    accept(chunk("a", 0, 40));
    accept(chunk("a", 60, 130));
    List<AssemblyAction> actions = accept(chunk("a", 40, 60));
    assertThat(actions)
        .containsExactly(new Keep(chunk("a", 40, 60)), new Late("a", 40, 60, timeOf(40), true));
    WindowPlan second = onlyWindow(accept(chunk("a", 130, 160)));
    assertThat(second.firstSample()).isEqualTo(50);
    assertThat(second.missingSamples()).isZero();
  }

  @Test
  void aHoleFilledAfterAllItsWindowsIsLateAndADeadLetter() {
    accept(chunk("a", 0, 30));
    accept(chunk("a", 40, 130));
    List<AssemblyAction> actions = accept(chunk("a", 30, 40));
    assertThat(actions).element(0).isEqualTo(new Late("a", 30, 40, timeOf(30), false));
    assertThat(refusal(actions)).isEqualTo(Reason.LATE);
  }

  @Test
  void aJumpOfATrillionSamplesCostsNoMoreThanItsTwoEnds() {
    long far = 1_000_000_000_000L;
    accept(chunk("a", 0, 60));
    List<AssemblyAction> actions = accept(chunk("a", far, far + 20));
    // Both windows that hold a sample from before the jump, none in between.
    assertThat(windows(actions)).extracting(WindowPlan::windowIndex).containsExactly(0L, 1L);
    assertThat(actions).filteredOn(Gap.class::isInstance).hasSize(1);

    assertThat(windows(accept(lastChunk("a", far + 20, far + 60))))
        .extracting(WindowPlan::windowIndex, WindowPlan::windowSequence)
        .containsExactly(tuple(far / 50 - 1, 2L), tuple(far / 50, 3L));
  }

  @Test
  void whoJoinsASessionTakesNothingBeforeForAGap() {
    WindowAssembler joining =
        new WindowAssembler(
            new WindowGeometry(Feeds.samples(100), Feeds.samples(50)),
            new AssemblyLimits(Feeds.samples(20), /* joinsSessions= */ true));

    List<AssemblyAction> actions = joining.accept(state, chunk("a", 1_030, 1_120));
    assertThat(actions).doesNotHaveAnyElementsOfTypes(Gap.class);
    assertThat(windows(actions))
        .extracting(WindowPlan::windowIndex, WindowPlan::missingSamples)
        .containsExactly(tuple(19L, 80L), tuple(20L, 30L));
    // What overtook it on its way still serves the windows that are open.
    assertThat(joining.accept(state, chunk("a", 1_010, 1_030)))
        .doesNotHaveAnyElementsOfTypes(Gap.class, Ready.class);
    assertThat(windows(joining.accept(state, chunk("a", 1_120, 1_150))))
        .extracting(WindowPlan::windowIndex, WindowPlan::missingSamples)
        .containsExactly(tuple(21L, 0L));

    // A hole behind the first chunk is one.
    assertThat(joining.accept(state, chunk("a", 1_160, 1_230))).contains(gap(1_150, 1_160));
  }

  private static Gap gap(long first, long end) {
    return new Gap("a", first, end, timeOf(first));
  }

  @Test
  void anExactRepeatIsADuplicateEvenWhenItsWindowsAreClosed() {
    accept(chunk("a", 0, 50));
    assertThat(accept(chunk("a", 0, 50))).containsExactly(new Duplicate("a", 0, 50));
    accept(chunk("a", 50, 200));
    assertThat(accept(chunk("a", 0, 50))).containsExactly(new Duplicate("a", 0, 50));
  }

  @Test
  void anOverlapThatIsNoRepeatRunsBackwards() {
    accept(chunk("a", 0, 50));
    assertThat(refusal(accept(chunk("a", 40, 60)))).isEqualTo(Reason.INDEX_RUNS_BACKWARDS);
    accept(chunk("a", 50, 200));
    assertThat(refusal(accept(chunk("a", 10, 20)))).isEqualTo(Reason.INDEX_RUNS_BACKWARDS);
    // The feed goes on.
    assertThat(onlyWindow(accept(chunk("a", 200, 250)))).extracting("endSample").isEqualTo(250L);
  }

  @Test
  void impossibleHeadersAreRefused() {
    assertThat(refusal(accept(chunk("a", -1, 10)))).isEqualTo(Reason.INVALID_FIELD);
    assertThat(refusal(accept(chunk("a", Long.MAX_VALUE - 5, Long.MAX_VALUE))))
        .isEqualTo(Reason.INVALID_FIELD);
    assertThat(refusal(accept(chunk("a", 10, 10)))).isEqualTo(Reason.INVALID_FIELD);
    assertThat(refusal(accept(chunk("a", 10, 5)))).isEqualTo(Reason.INVALID_FIELD);
    assertThat(refusal(accept(new ChunkHeader("a", 0, 1, Instant.MAX, Feeds.FORMAT, false))))
        .isEqualTo(Reason.INVALID_FIELD);
    assertThat(state.getSessionId()).isEmpty();
  }

  @Test
  void aFormatThatChangesWithinASessionIsRefused() {
    accept(chunk("a", 0, 50));
    AudioFormat faster = new AudioFormat(new SampleRate(8_000), 1);
    assertThat(refusal(accept(chunk("a", 50, 60, faster)))).isEqualTo(Reason.FORMAT_CHANGED);
    assertThat(accept(chunk("b", 0, 60, faster))).contains(new Keep(chunk("b", 0, 60, faster)));
  }

  @Test
  void theEndOfTheSessionClosesThePartialLastWindow() {
    accept(chunk("a", 0, 100));
    List<AssemblyAction> actions = accept(lastChunk("a", 100, 120));
    WindowPlan last = onlyWindow(actions);
    assertThat(last.firstSample()).isEqualTo(50);
    assertThat(last.endSample()).isEqualTo(120);
    assertThat(last.closedBy()).isEqualTo(WindowClosing.END_OF_SESSION);
    assertThat(actions)
        .endsWith(
            new Forget(Long.MAX_VALUE),
            new SessionEnded("a", 120, timeOf(120), WindowClosing.END_OF_SESSION));
  }

  @Test
  void aSessionThatFillsItsLastWindowHasNoFurtherOne() {
    assertThat(windows(accept(lastChunk("a", 0, 100)))).hasSize(1);
    assertThat(windows(accept(lastChunk("b", 0, 101)))).hasSize(2);
    assertThat(windows(accept(lastChunk("c", 0, 1)))).hasSize(1);
    assertThat(windows(accept(lastChunk("d", 0, 0)))).isEmpty();
  }

  @Test
  void afterTheEndARepeatOfTheLastChunkIsADuplicateAndAllElseIsLate() {
    accept(chunk("a", 0, 100));
    accept(lastChunk("a", 100, 120));
    assertThat(accept(lastChunk("a", 100, 120))).containsExactly(new Duplicate("a", 100, 120));
    assertThat(refusal(accept(chunk("a", 120, 130)))).isEqualTo(Reason.LATE);
  }

  @Test
  void aNewSessionClosesTheOldOneAndNeverFlipsBack() {
    accept(chunk("a", 0, 70));
    List<AssemblyAction> actions = accept(chunk("b", 0, 10));
    assertThat(onlyWindow(actions))
        .extracting("sessionId", "endSample", "closedBy", "windowSequence")
        .containsExactly("a", 70L, WindowClosing.SUPERSEDED, 0L);
    assertThat(actions)
        .containsSubsequence(
            new Forget(Long.MAX_VALUE),
            new SessionEnded("a", 70, timeOf(70), WindowClosing.SUPERSEDED),
            new SessionBegan("b", 0, timeOf(0)),
            new Keep(chunk("b", 0, 10)));

    assertThat(refusal(accept(chunk("a", 70, 80)))).isEqualTo(Reason.LATE);
    assertThat(onlyWindow(accept(lastChunk("b", 10, 20))))
        .extracting("sessionId", "windowIndex", "windowSequence")
        .containsExactly("b", 0L, 1L);
  }

  @Test
  void aTimeOutClosesWhatNoWindowCoversAndTheSessionGoesOn() {
    accept(chunk("a", 0, 70));
    assertThat(assembler.idle(state)).isFalse();
    WindowPlan partial = onlyWindow(assembler.timeOut(state));
    assertThat(partial.endSample()).isEqualTo(70);
    assertThat(partial.closedBy()).isEqualTo(WindowClosing.TIME_OUT);
    assertThat(assembler.idle(state)).isTrue();
    assertThat(assembler.timeOut(state)).isEmpty();

    assertThat(accept(chunk("a", 70, 140))).containsExactly(new Keep(chunk("a", 70, 140)));
    WindowPlan second = onlyWindow(accept(chunk("a", 140, 150)));
    assertThat(second.firstSample()).isEqualTo(50);
    assertThat(second.missingSamples()).isZero();
  }

  @Test
  void afterATimeOutSamplesThatOnlyTheClosedWindowCoversAreLate() {
    accept(chunk("a", 0, 20));
    assembler.timeOut(state);
    List<AssemblyAction> actions = accept(chunk("a", 20, 30));
    assertThat(actions).contains(new Late("a", 20, 30, timeOf(20), false));
    assertThat(accept(chunk("a", 30, 60)))
        .containsExactly(new Keep(chunk("a", 30, 60)), new Late("a", 30, 50, timeOf(30), true));
  }

  @Test
  void aFeedWhoseSamplesAreAllInClosedWindowsIsIdle() {
    assertThat(assembler.idle(state)).isTrue();
    accept(chunk("a", 0, 100));
    assertThat(assembler.idle(state)).isTrue();
  }

  @Test
  void windowTimesFollowTheChunksClockNotTheSampleCount() {
    Duration drift = Duration.ofSeconds(3);
    accept(chunk("a", 0, 100));
    Instant late = timeOf(100).plus(drift);
    accept(new ChunkHeader("a", 100, 100, late, Feeds.FORMAT, false));
    accept(chunk("a", 200, 201));
    WindowPlan fourth = onlyWindow(assembler.timeOut(state));
    assertThat(fourth.begin()).isEqualTo(late.plus(Feeds.samples(50)));
    assertThat(fourth.end()).isEqualTo(timeOf(201));
  }

  @Test
  void anEndBelowSamplesThatHaveComeIsRefused() {
    accept(chunk("a", 0, 70));
    assertThat(refusal(accept(lastChunk("a", 60, 60)))).isEqualTo(Reason.INDEX_RUNS_BACKWARDS);
    assertThat(windows(accept(lastChunk("a", 70, 70)))).hasSize(1);
  }

  @Test
  void samplesBeforeAFarEndAreReportedMissingWithoutEmptyWindows() {
    accept(chunk("a", 0, 70));
    List<AssemblyAction> actions = accept(lastChunk("a", 1_000_000, 1_000_000));
    assertThat(windows(actions)).extracting(WindowPlan::endSample).containsExactly(100L, 150L);
    assertThat(actions)
        .filteredOn(Gap.class::isInstance)
        .containsExactly(new Gap("a", 70, 1_000_000, timeOf(70)));
  }

  @Test
  void aSessionKeepsTheWindowsItBeganWith() {
    accept(chunk("a", 0, 130));
    WindowAssembler reconfigured = Feeds.assembler(40, 40, 20);
    assertThat(onlyWindow(reconfigured.accept(state, chunk("a", 130, 150))))
        .extracting("windowIndex", "firstSample", "endSample")
        .containsExactly(1L, 50L, 150L);
    assertThat(windows(reconfigured.accept(state, chunk("b", 0, 40))))
        .extracting(WindowPlan::endSample)
        .contains(40L);
  }

  @Test
  void timesCountedFromTheFarthestPossibleChunkStillFitMicroseconds() {
    ChunkHeader farthest =
        new ChunkHeader(
            "a", HeaderCheck.HIGHEST_SAMPLE, 100, EventTimes.EARLIEST, Feeds.FORMAT, true);
    assertThat(accept(farthest))
        .filteredOn(Gap.class::isInstance)
        .singleElement()
        .satisfies(gap -> assertFitsMicroseconds(((Gap) gap).at()));
  }

  @Test
  void sentencesNameTheChunk() {
    accept(chunk("a", 0, 50));
    assertThat(accept(chunk("a", 40, 60)))
        .singleElement()
        .extracting("sentence")
        .asString()
        .contains("20 samples", "sample 40", "'a'");
  }

  private static void assertFitsMicroseconds(Instant time) {
    assertThat(EventTimes.ofMicros(EventTimes.micros(time)))
        .isEqualTo(time.truncatedTo(ChronoUnit.MICROS));
  }

  private List<AssemblyAction> accept(ChunkHeader chunk) {
    return assembler.accept(state, chunk);
  }

  private static List<WindowPlan> windows(List<AssemblyAction> actions) {
    return actions.stream()
        .filter(Ready.class::isInstance)
        .map(action -> ((Ready) action).window())
        .toList();
  }

  private static WindowPlan onlyWindow(List<AssemblyAction> actions) {
    assertThat(windows(actions)).hasSize(1);
    return windows(actions).get(0);
  }

  private static Reason refusal(List<AssemblyAction> actions) {
    return actions.stream()
        .filter(Refuse.class::isInstance)
        .map(action -> ((Refuse) action).reason())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no refusal in " + actions));
  }
}
