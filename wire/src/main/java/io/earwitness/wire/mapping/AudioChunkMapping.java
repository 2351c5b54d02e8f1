package io.earwitness.wire.mapping;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.wire.UnreadableEventException;
import java.time.Instant;

/** Audio chunks. The payload is shared, not copied. */
public final class AudioChunkMapping
    implements EventMapping<AudioChunk, io.earwitness.events.AudioChunk> {
  private static final long serialVersionUID = 1L;

  @Override
  public io.earwitness.events.AudioChunk toAvro(AudioChunk chunk) {
    return io.earwitness.events.AudioChunk.newBuilder()
        .setFeedId(chunk.feedId())
        .setSessionId(chunk.sessionId())
        .setFirstSample(chunk.firstSample())
        .setSampleCount(chunk.sampleCount())
        .setEventTime(chunk.eventTime())
        .setSampleRateHertz(chunk.format().rate().hertz())
        .setChannels(chunk.format().channels())
        .setEncoding(Enums.same(io.earwitness.events.ChunkEncoding.class, chunk.encoding()))
        .setPayload(Bytes.buffer(chunk.payload()))
        .setEndOfSession(chunk.endOfSession())
        .setAttributes(chunk.attributes())
        .build();
  }

  @Override
  public AudioChunk toDomain(io.earwitness.events.AudioChunk chunk)
      throws UnreadableEventException {
    return new AudioChunk(
        chunk.getFeedId(),
        chunk.getSessionId(),
        chunk.getFirstSample(),
        chunk.getSampleCount(),
        chunk.getEventTime(),
        format(chunk),
        Enums.known(ChunkEncoding.class, chunk.getEncoding(), "encoding"),
        Bytes.array(chunk.getPayload()),
        chunk.getEndOfSession(),
        chunk.getAttributes());
  }

  private static AudioFormat format(io.earwitness.events.AudioChunk chunk)
      throws UnreadableEventException {
    try {
      return new AudioFormat(new SampleRate(chunk.getSampleRateHertz()), chunk.getChannels());
    } catch (IllegalArgumentException e) {
      throw new UnreadableEventException(
          DeadLetter.Reason.IMPOSSIBLE_FORMAT,
          "A chunk of feed %s: %s.".formatted(chunk.getFeedId(), e.getMessage()),
          e);
    }
  }

  @Override
  public String feedId(AudioChunk chunk) {
    return chunk.feedId();
  }

  @Override
  public String id(AudioChunk chunk) {
    return chunk.sessionId() + "/" + chunk.firstSample() + "+" + chunk.sampleCount();
  }

  @Override
  public Instant time(AudioChunk chunk) {
    return chunk.eventTime();
  }
}
