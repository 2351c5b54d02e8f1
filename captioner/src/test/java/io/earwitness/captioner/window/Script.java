package io.earwitness.captioner.window;

import io.earwitness.captioner.audio.AudioFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** What a source and its network do to a feed, step by step. */
final class Script {
  enum Deed {
    /** The samples that follow the highest ones. */
    NEXT,
    /** Samples some way ahead, leaving a hole. */
    JUMP,
    /** Samples anywhere below the highest ones: a filled hole, an overlap or a late chunk. */
    BACK,
    /** A chunk that was sent before. */
    REPEAT,
    /** The samples that follow, and the end of the session. */
    END,
    /** An end of the session some way ahead, without samples. */
    END_AHEAD,
    NEW_SESSION,
    /** The samples that follow, as something else than the session began with. */
    OTHER_FORMAT,
    TIME_OUT
  }

  /** One step; the numbers mean what the deed makes of them. */
  record Step(Deed deed, int length, int distance) {}

  private static final AudioFormat STEREO = new AudioFormat(Feeds.FORMAT.rate(), 2);

  private final List<ChunkHeader> sent = new ArrayList<>();
  private int sessions;
  private long highest;

  static Arbitrary<List<Step>> steps() {
    Arbitrary<Deed> deeds =
        Arbitraries.frequency(
            Tuple.of(12, Deed.NEXT),
            Tuple.of(5, Deed.JUMP),
            Tuple.of(6, Deed.BACK),
            Tuple.of(3, Deed.REPEAT),
            Tuple.of(1, Deed.END),
            Tuple.of(1, Deed.END_AHEAD),
            Tuple.of(1, Deed.NEW_SESSION),
            Tuple.of(1, Deed.OTHER_FORMAT),
            Tuple.of(2, Deed.TIME_OUT));
    return Combinators.combine(
            deeds, Arbitraries.integers().between(1, 9), Arbitraries.integers().between(0, 30))
        .as(Step::new)
        .list()
        .ofMaxSize(40);
  }

  /** The chunk that {@code step} sends; none where the feed falls silent. */
  Optional<ChunkHeader> chunk(Step step) {
    if (step.deed() == Deed.TIME_OUT) {
      return Optional.empty();
    }
    ChunkHeader chunk = made(step);
    highest = Math.max(highest, chunk.endSample());
    sent.add(chunk);
    return Optional.of(chunk);
  }

  private ChunkHeader made(Step step) {
    String session = "s" + sessions;
    long end = highest + step.length();
    return switch (step.deed()) {
      case NEXT, TIME_OUT -> Feeds.chunk(session, highest, end);
      case JUMP -> Feeds.chunk(session, highest + step.distance(), end + step.distance());
      case BACK -> {
        long first = Math.max(0, highest - step.distance());
        yield Feeds.chunk(session, first, first + step.length());
      }
      case REPEAT ->
          sent.isEmpty()
              ? Feeds.chunk(session, 0, step.length())
              : sent.get(Math.floorMod(sent.size() - 1 - step.distance(), sent.size()));
      case END -> Feeds.lastChunk(session, highest, end);
      case END_AHEAD -> Feeds.lastChunk(session, end, end);
      case OTHER_FORMAT -> Feeds.chunk(session, highest, end, STEREO);
      case NEW_SESSION -> {
        sessions++;
        highest = 0;
        yield Feeds.chunk("s" + sessions, 0, step.length());
      }
    };
  }
}
