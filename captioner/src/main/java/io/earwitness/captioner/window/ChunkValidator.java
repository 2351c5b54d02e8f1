package io.earwitness.captioner.window;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.event.DeadLetter.Reason;
import java.time.Duration;
import java.util.Optional;

/**
 * Checks a chunk by itself, before its payload is decoded and before its feed is looked at.
 * Immutable.
 */
public final class ChunkValidator {
  public static final int LONGEST_ID = 256;
  public static final Duration LONGEST_CHUNK = Duration.ofSeconds(60);

  /** A minute of CD sound, and more than Kafka brokers take by default. */
  public static final int DEFAULT_MOST_PAYLOAD_BYTES = 12 << 20;

  private final int mostPayloadBytes;

  public ChunkValidator(int mostPayloadBytes) {
    this.mostPayloadBytes = mostPayloadBytes;
  }

  /** What is wrong with {@code chunk}; empty if it is fit to be taken. */
  public Optional<Refusal> check(AudioChunk chunk) {
    return idProblem("feed id", chunk.feedId())
        .or(() -> idProblem("session id", chunk.sessionId()))
        .or(() -> HeaderCheck.problem(ChunkHeader.of(chunk)))
        .or(() -> lengthProblem(chunk))
        .map(problem -> refusal(Reason.INVALID_FIELD, chunk, problem))
        .or(() -> payloadRefusal(chunk));
  }

  private static Optional<String> idProblem(String field, String id) {
    if (id.isBlank()) {
      return Optional.of("the %s is blank".formatted(field));
    }
    if (id.length() > LONGEST_ID) {
      return Optional.of(
          "the %s has %d characters, more than %d".formatted(field, id.length(), LONGEST_ID));
    }
    // Deterministic ids are built from these with NUL in between.
    if (id.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("the %s has a control character".formatted(field));
    }
    return Optional.empty();
  }

  private static Optional<String> lengthProblem(AudioChunk chunk) {
    long most = chunk.format().rate().samplesIn(LONGEST_CHUNK);
    return chunk.sampleCount() > most
        ? Optional.of("more than the %d samples of %s".formatted(most, LONGEST_CHUNK))
        : Optional.empty();
  }

  private Optional<Refusal> payloadRefusal(AudioChunk chunk) {
    int bytes = chunk.payload().length;
    if (bytes == 0 && chunk.sampleCount() > 0) {
      return Optional.of(refusal(Reason.EMPTY_PAYLOAD, chunk, "the payload is empty"));
    }
    if (bytes > mostPayloadBytes) {
      return Optional.of(
          refusal(
              Reason.OVERLONG_PAYLOAD,
              chunk,
              "the payload has %d bytes, more than %d".formatted(bytes, mostPayloadBytes)));
    }
    if (chunk.sampleCount() == 0 && bytes > 0) {
      return Optional.of(
          refusal(Reason.SAMPLE_COUNT_MISMATCH, chunk, "a payload of %d bytes".formatted(bytes)));
    }
    return pcmRefusal(chunk);
  }

  private static Optional<Refusal> pcmRefusal(AudioChunk chunk) {
    int sampleBytes = chunk.encoding().pcmSampleBytes();
    long expected = (long) chunk.sampleCount() * chunk.format().channels() * sampleBytes;
    if (sampleBytes == 0 || chunk.payload().length == expected) {
      return Optional.empty();
    }
    return Optional.of(
        refusal(
            Reason.SAMPLE_COUNT_MISMATCH,
            chunk,
            "%d channel(s) of %s need %d bytes, the payload has %d"
                .formatted(
                    chunk.format().channels(),
                    chunk.encoding(),
                    expected,
                    chunk.payload().length)));
  }

  private static Refusal refusal(Reason reason, AudioChunk chunk, String problem) {
    return new Refusal(
        reason, "%s: %s".formatted(Sentences.naming(ChunkHeader.of(chunk)), problem));
  }
}
