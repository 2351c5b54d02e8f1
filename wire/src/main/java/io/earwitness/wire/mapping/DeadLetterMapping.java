package io.earwitness.wire.mapping;

import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.events.DeadLetterReason;
import io.earwitness.events.DeadLetterStage;
import io.earwitness.events.RecordHeader;
import io.earwitness.wire.UnreadableEventException;
import java.time.Instant;
import java.util.List;

/** Dead letters. */
public final class DeadLetterMapping
    implements EventMapping<DeadLetter, io.earwitness.events.DeadLetter> {
  private static final long serialVersionUID = 1L;

  @Override
  public io.earwitness.events.DeadLetter toAvro(DeadLetter letter) {
    return io.earwitness.events.DeadLetter.newBuilder()
        .setTopic(letter.topic())
        .setPartition(letter.partition())
        .setOffset(letter.offset())
        .setRecordTime(letter.recordTime())
        .setKey(Bytes.buffer(letter.key()))
        .setValue(Bytes.buffer(letter.value()))
        .setValueBytes(letter.valueBytes())
        .setValueSha256(letter.valueSha256())
        .setHeaders(letter.headers().stream().map(DeadLetterMapping::header).toList())
        .setFeedId(letter.feedId())
        .setStage(Enums.same(DeadLetterStage.class, letter.stage()))
        .setReason(Enums.same(DeadLetterReason.class, letter.reason()))
        .setSentence(letter.sentence())
        .setFailedAt(letter.failedAt())
        .build();
  }

  @Override
  public DeadLetter toDomain(io.earwitness.events.DeadLetter letter)
      throws UnreadableEventException {
    List<DeadLetter.Header> headers =
        letter.getHeaders().stream()
            .map(header -> new DeadLetter.Header(header.getKey(), Bytes.array(header.getValue())))
            .toList();
    return new DeadLetter(
        letter.getTopic(),
        letter.getPartition(),
        letter.getOffset(),
        letter.getRecordTime(),
        Bytes.array(letter.getKey()),
        Bytes.array(letter.getValue()),
        letter.getValueBytes(),
        letter.getValueSha256(),
        headers,
        letter.getFeedId(),
        Enums.known(DeadLetter.Stage.class, letter.getStage(), "stage"),
        Enums.known(DeadLetter.Reason.class, letter.getReason(), "reason"),
        letter.getSentence(),
        letter.getFailedAt());
  }

  private static RecordHeader header(DeadLetter.Header header) {
    return new RecordHeader(header.key(), Bytes.buffer(header.value()));
  }

  @Override
  public String feedId(DeadLetter letter) {
    return letter.feedId() == null ? "" : letter.feedId();
  }

  /** A record is refused once in a stage, so that a repeat after a restart has the same id. */
  @Override
  public String id(DeadLetter letter) {
    return "%s/%d/%d/%s"
        .formatted(letter.topic(), letter.partition(), letter.offset(), letter.stage());
  }

  @Override
  public Instant time(DeadLetter letter) {
    return letter.failedAt();
  }

  /** That of the original record, which may be {@code null}. */
  @Override
  public byte[] key(DeadLetter letter) {
    return letter.key();
  }
}
