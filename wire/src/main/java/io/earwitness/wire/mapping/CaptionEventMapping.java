package io.earwitness.wire.mapping;

import io.earwitness.captioner.audio.Level;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.caption.DecodeSettings;
import io.earwitness.captioner.caption.ModelIdentity;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.captioner.window.SourceOffsets;
import io.earwitness.captioner.window.WindowClosing;
import io.earwitness.wire.UnreadableEventException;
import java.time.Instant;

/** Captions with where they come from; {@link CaptioningMapping} maps what was heard. */
public final class CaptionEventMapping
    implements EventMapping<CaptionEvent, io.earwitness.events.CaptionEvent> {
  private static final long serialVersionUID = 1L;

  @Override
  public io.earwitness.events.CaptionEvent toAvro(CaptionEvent event) {
    io.earwitness.events.CaptionEvent.Builder builder =
        io.earwitness.events.CaptionEvent.newBuilder()
            .setCaptionId(event.captionId())
            .setFeedId(event.feedId())
            .setSessionId(event.sessionId())
            .setWindowIndex(event.windowIndex())
            .setWindowSequence(event.windowSequence())
            .setFirstSample(event.firstSample())
            .setEndSample(event.endSample())
            .setSampleRateHertz(event.rate().hertz())
            .setBegin(event.begin())
            .setEnd(event.end())
            .setLevel(avro(event.level()))
            .setMissingSamples(event.missingSamples())
            .setMissingShare(event.missingShare())
            .setClosedBy(Enums.same(io.earwitness.events.WindowClosing.class, event.closedBy()))
            .setModel(avro(event.model()))
            .setDecodeSettings(avro(event.decodeSettings()))
            .setExecutionProvider(event.executionProvider())
            .setSource(avro(event.source()))
            .setWindowClosedAt(event.windowClosedAt());
    CaptioningMapping.put(event.captioning(), builder);
    return builder.build();
  }

  @Override
  public CaptionEvent toDomain(io.earwitness.events.CaptionEvent event)
      throws UnreadableEventException {
    require(event.getCaptionId(), "captionId");
    require(event.getFeedId(), "feedId");
    try {
      return new CaptionEvent(
          event.getCaptionId(),
          event.getFeedId(),
          event.getSessionId(),
          event.getWindowIndex(),
          event.getWindowSequence(),
          event.getFirstSample(),
          event.getEndSample(),
          new SampleRate(event.getSampleRateHertz()),
          event.getBegin(),
          event.getEnd(),
          CaptioningMapping.of(event),
          new Level(event.getLevel().getRmsDbfs(), event.getLevel().getPeakDbfs()),
          event.getMissingSamples(),
          Enums.known(WindowClosing.class, event.getClosedBy(), "closedBy"),
          domain(event.getModel()),
          domain(event.getDecodeSettings()),
          event.getExecutionProvider(),
          domain(event.getSource()),
          event.getWindowClosedAt());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new UnreadableEventException(
          DeadLetter.Reason.INVALID_FIELD,
          "Caption %s of feed %s: %s."
              .formatted(event.getCaptionId(), event.getFeedId(), e.getMessage()),
          e);
    }
  }

  /** An event that lacks a name would be taken for another that does. */
  private static void require(String value, String field) throws UnreadableEventException {
    if (value.isEmpty()) {
      throw new UnreadableEventException(
          DeadLetter.Reason.INVALID_FIELD, "A caption without %s.".formatted(field));
    }
  }

  private static io.earwitness.events.Level avro(Level level) {
    return new io.earwitness.events.Level(level.rmsDbfs(), level.peakDbfs());
  }

  private static io.earwitness.events.ModelIdentity avro(ModelIdentity model) {
    return new io.earwitness.events.ModelIdentity(model.name(), model.version(), model.sha256());
  }

  private static ModelIdentity domain(io.earwitness.events.ModelIdentity model) {
    return new ModelIdentity(model.getName(), model.getVersion(), model.getSha256());
  }

  private static io.earwitness.events.DecodeSettings avro(DecodeSettings settings) {
    return new io.earwitness.events.DecodeSettings(
        settings.beams(),
        settings.maxLength(),
        settings.noRepeatNgram(),
        settings.lengthPenalty(),
        settings.earlyStopping());
  }

  private static DecodeSettings domain(io.earwitness.events.DecodeSettings settings) {
    return new DecodeSettings(
        settings.getBeams(),
        settings.getMaxLength(),
        settings.getNoRepeatNgram(),
        settings.getLengthPenalty(),
        settings.getEarlyStopping());
  }

  private static io.earwitness.events.SourceOffsets avro(SourceOffsets source) {
    return new io.earwitness.events.SourceOffsets(
        source.topic(), source.partition(), source.first(), source.last());
  }

  private static SourceOffsets domain(io.earwitness.events.SourceOffsets source) {
    return new SourceOffsets(
        source.getTopic(), source.getPartition(), source.getFirstOffset(), source.getLastOffset());
  }

  @Override
  public String feedId(CaptionEvent event) {
    return event.feedId();
  }

  @Override
  public String id(CaptionEvent event) {
    return event.captionId();
  }

  @Override
  public Instant time(CaptionEvent event) {
    return event.begin();
  }
}
