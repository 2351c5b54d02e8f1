package io.earwitness.captioner.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.event.DeadLetter.Reason;
import io.earwitness.captioner.window.AssemblyAction.Duplicate;
import io.earwitness.captioner.window.AssemblyAction.Gap;
import io.earwitness.captioner.window.AssemblyAction.Keep;
import io.earwitness.captioner.window.AssemblyAction.Late;
import io.earwitness.captioner.window.AssemblyAction.Ready;
import io.earwitness.captioner.window.AssemblyAction.Refuse;
import io.earwitness.captioner.window.AssemblyAction.SessionBegan;
import io.earwitness.captioner.window.AssemblyAction.SessionEnded;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.LongStream;

/** Compares actions with what the definition says, sample by sample. */
final class Outcomes {
  private Outcomes() {}

  static void assertSame(List<AssemblyAction> actions, NaiveAssembler.Outcome expected) {
    assertThat(select(actions, Ready.class, ready -> spelled(ready.window())))
        .isEqualTo(expected.windows);
    assertThat(select(actions, Refuse.class, Refuse::reason)).isEqualTo(expected.refusals);
    assertThat(select(actions, Keep.class, Keep::chunk)).hasSize(expected.kept ? 1 : 0);
    assertThat(select(actions, Duplicate.class, d -> d)).hasSize(expected.duplicates);
    assertThat(sessions(actions)).isEqualTo(expected.sessions);
    assertThat(
            samples(
                select(
                    actions,
                    Gap.class,
                    g -> samples(g.sessionId(), g.firstSample(), g.endSample()))))
        .isEqualTo(expected.gaps);
    assertThat(
            samples(
                select(
                    actions,
                    Late.class,
                    l -> samples(l.sessionId(), l.firstSample(), l.endSample()))))
        .isEqualTo(expected.late);
    boolean lateAndUnusable = expected.refusals.contains(Reason.LATE);
    assertThat(select(actions, Late.class, Late::kept)).doesNotContain(lateAndUnusable);
  }

  private static String spelled(WindowPlan plan) {
    StringBuilder content = new StringBuilder();
    int reached = 0;
    for (Piece piece : plan.pieces()) {
      content.append(" -".repeat(piece.windowOffset() - reached));
      for (int i = 0; i < piece.length(); i++) {
        content.append(" " + piece.chunkFirstSample() + "+" + (piece.chunkOffset() + i));
      }
      reached = piece.windowOffset() + piece.length();
    }
    content.append(" -".repeat(plan.sampleCount() - reached));
    return "%s #%d @%d %d..%d missing %d %s:%s"
        .formatted(
            plan.sessionId(),
            plan.windowIndex(),
            plan.windowSequence(),
            plan.firstSample(),
            plan.endSample(),
            plan.missingSamples(),
            plan.closedBy(),
            content);
  }

  private static List<String> sessions(List<AssemblyAction> actions) {
    List<String> sessions = new ArrayList<>();
    for (AssemblyAction action : actions) {
      if (action instanceof SessionBegan began) {
        sessions.add("began " + began.sessionId());
      } else if (action instanceof SessionEnded ended) {
        sessions.add(
            "ended %s %d %s".formatted(ended.sessionId(), ended.endSample(), ended.closedBy()));
      }
    }
    return sessions;
  }

  private static List<String> samples(String session, long begin, long end) {
    return LongStream.range(begin, end).mapToObj(sample -> session + ":" + sample).toList();
  }

  /** All samples in one set; fails if one is named twice. */
  private static Set<String> samples(List<List<String>> ranges) {
    Set<String> samples = new TreeSet<>();
    for (List<String> range : ranges) {
      for (String sample : range) {
        assertThat(samples.add(sample)).as("%s is reported once", sample).isTrue();
      }
    }
    return samples;
  }

  private static <A extends AssemblyAction, T> List<T> select(
      List<AssemblyAction> actions, Class<A> type, Function<A, T> part) {
    return actions.stream().filter(type::isInstance).map(type::cast).map(part).toList();
  }
}
