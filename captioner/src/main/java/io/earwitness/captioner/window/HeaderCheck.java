package io.earwitness.captioner.window;

import io.earwitness.captioner.event.DeadLetter.Reason;
import io.earwitness.captioner.window.AssemblyAction.Refuse;
import java.util.Optional;

/** Refuses headers that no session can contain, so that the arithmetic on them can't overflow. */
final class HeaderCheck {
  /** Some 740 years at 48 kHz: beyond any session, and no time counted from it overflows. */
  static final long HIGHEST_SAMPLE = 1L << 50;

  private HeaderCheck() {}

  static Optional<Refuse> refusal(ChunkHeader chunk) {
    return problem(chunk)
        .map(
            problem ->
                new Refuse(
                    Reason.INVALID_FIELD, "%s: %s".formatted(Sentences.naming(chunk), problem)));
  }

  static Optional<String> problem(ChunkHeader chunk) {
    if (chunk.sessionId().isEmpty()) {
      return Optional.of("the session id is empty");
    }
    if (chunk.firstSample() < 0 || chunk.firstSample() > HIGHEST_SAMPLE) {
      return Optional.of("the first sample is outside 0 to %d".formatted(HIGHEST_SAMPLE));
    }
    if (chunk.sampleCount() < 0) {
      return Optional.of("the sample count is negative");
    }
    if (chunk.sampleCount() == 0 && !chunk.endOfSession()) {
      return Optional.of("no samples, and no end of the session");
    }
    if (!EventTimes.inRange(chunk.eventTime())) {
      return Optional.of(
          "the event time %s is outside %s to %s"
              .formatted(chunk.eventTime(), EventTimes.EARLIEST, EventTimes.LATEST));
    }
    return Optional.empty();
  }
}
