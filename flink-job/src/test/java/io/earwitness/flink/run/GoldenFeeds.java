package io.earwitness.flink.run;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.testkit.ExpectedWindow;
import io.earwitness.testkit.Recording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The feeds that a golden savepoint was taken amidst, and those that are sent to the job that goes
 * on from it: with a hole, with a session that was followed by another, and with a window whose
 * caption was still being made.
 */
final class GoldenFeeds {
  /** As low as it gets: payloads are most of a savepoint. */
  static final int RATE = 4_000;

  static final String STUCK = "stuck";

  private static final Duration WINDOW = Duration.ofSeconds(2);
  private static final Duration HOP = Duration.ofSeconds(1);

  /** Seconds of each feed's newest session that the job has read when the savepoint is taken. */
  private static final int READ_OF_KITCHEN = 6, READ_OF_YARD = 3, READ_OF_STUCK = 4;

  private static final int LOST_SECOND = 2;

  private final Recording kitchen = Recording.ofSeconds("kitchen", RATE, 10);
  private final Recording yardBefore = Recording.ofSeconds("yard", RATE, 3);
  private final Recording yard = Recording.ofSeconds("yard", RATE, 6).withSession("the-next");
  private final Recording stuck = Recording.ofSeconds(STUCK, RATE, 7);

  /** A job that is to use a golden savepoint runs under these settings. */
  static JobFixture settings(JobFixture job) {
    return job.with("window.length", "2s")
        .with("window.hop", "1s")
        .with("window.reorder-tolerance", "500ms");
  }

  List<AudioChunk> before() {
    return Stream.of(
            kitchen.chunks().stream().limit(READ_OF_KITCHEN).filter(this::arrives),
            yardBefore.chunks().stream(),
            yard.chunks().stream().limit(READ_OF_YARD),
            stuck.chunks().stream().limit(READ_OF_STUCK))
        .flatMap(chunks -> chunks)
        .toList();
  }

  List<AudioChunk> after() {
    return Stream.of(
            kitchen.chunks().stream().skip(READ_OF_KITCHEN),
            yard.chunks().stream().skip(READ_OF_YARD),
            stuck.chunks().stream().skip(READ_OF_STUCK))
        .flatMap(chunks -> chunks)
        .toList();
  }

  private boolean arrives(AudioChunk chunk) {
    return chunk.firstSample() != (long) LOST_SECOND * RATE;
  }

  /** The windows that are captioned, and visible, before the savepoint is taken. */
  List<ExpectedWindow> captionedBefore() {
    return all().stream().filter(this::closedBefore).toList();
  }

  /** All others, each feed's in order. */
  List<ExpectedWindow> captionedAfter() {
    return all().stream().filter(window -> !closedBefore(window)).toList();
  }

  private List<ExpectedWindow> all() {
    List<ExpectedWindow> all = new ArrayList<>();
    all.addAll(ExpectedWindow.of(kitchen, WINDOW, HOP, sample -> sample / RATE == LOST_SECOND));
    all.addAll(ExpectedWindow.of(yardBefore, WINDOW, HOP));
    all.addAll(ExpectedWindow.of(yard, WINDOW, HOP));
    all.addAll(ExpectedWindow.of(stuck, WINDOW, HOP));
    return all;
  }

  private boolean closedBefore(ExpectedWindow window) {
    return switch (window.feedId()) {
      case STUCK -> false;
      case "kitchen" -> window.endSample() <= (long) READ_OF_KITCHEN * RATE;
      default ->
          window.sessionId().equals(yardBefore.sessionId())
              || window.endSample() <= (long) READ_OF_YARD * RATE;
    };
  }
}
