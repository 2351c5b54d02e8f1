package io.earwitness.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.captioner.event.FeedEvent;
import java.util.Arrays;
import java.util.Random;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an {@link EventReader} makes of bytes that are not what they should be. */
class EventReaderTest {
  private final LoneRegistry registry = new LoneRegistry(EventTypes.AUDIO_CHUNK);
  private final EventReader<AudioChunk> reader =
      EventReader.open(EventTypes.AUDIO_CHUNK, registry.connection());

  @AfterEach
  void close() {
    reader.close();
    registry.close();
  }

  @Test
  void refusesARecordWithoutAValue() {
    assertUnreadable(null, "without a value");
  }

  @Test
  void refusesWhatIsTooShortForThePrefix() {
    assertUnreadable(new byte[] {0, 0, 0}, "3 bytes");
  }

  @Test
  void refusesAnotherMagicByte() {
    assertUnreadable("{\"json\": true}".getBytes(java.nio.charset.StandardCharsets.UTF_8), "0x7b");
  }

  @Test
  void refusesEveryTruncation() {
    byte[] whole = written(SampleEvents.chunk());
    for (int length = WireFormat.PREFIX_BYTES; length < whole.length; length++) {
      assertUnreadable(Arrays.copyOf(whole, length), "AudioChunk");
    }
  }

  @Test
  void refusesBytesLeftOver() {
    byte[] whole = written(SampleEvents.chunk());
    assertUnreadable(Arrays.copyOf(whole, whole.length + 1), "left over");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void refusesNoiseWithoutAskingForItsMemory(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      byte[] noise = new byte[WireFormat.PREFIX_BYTES + random.nextInt(40)];
      random.nextBytes(noise);
      byte[] prefix = {0, 0, 0, 0, LoneRegistry.SCHEMA_ID};
      System.arraycopy(prefix, 0, noise, 0, prefix.length);
      assertUnreadable(noise, "AudioChunk");
    }
  }

  @Test
  void refusesAPayloadThatClaimsGigabytes() {
    byte[] bytes = written(SampleEvents.chunk());
    // The first text's length, as a zig-zag number of five bytes: 2 147 483 639.
    byte[] claim = {(byte) 0xee, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f};
    System.arraycopy(claim, 0, bytes, WireFormat.PREFIX_BYTES, claim.length);
    assertUnreadable(bytes, "2147483639 bytes");
  }

  @Test
  void refusesAnotherEvent() {
    try (LoneRegistry other = new LoneRegistry(EventTypes.FEED_EVENT);
        EventReader<AudioChunk> chunks =
            EventReader.open(EventTypes.AUDIO_CHUNK, other.connection());
        EventWriter<FeedEvent> events =
            EventWriter.open(EventTypes.FEED_EVENT, "topic", other.connection())) {
      byte[] bytes = events.write(SampleEvents.feedEvent());
      assertThatExceptionOfType(UnreadableEventException.class)
          .isThrownBy(() -> chunks.read(bytes))
          .withMessageContaining("io.earwitness.events.FeedEvent");
    }
  }

  @Test
  void readsWhatALaterVersionWrote() throws Exception {
    Schema later = withAField(EventTypes.AUDIO_CHUNK.schema());
    byte[] now = written(SampleEvents.chunk());
    byte[] then = Arrays.copyOf(now, now.length + 1);
    then[now.length] = 84; // 42, zig-zag
    try (LoneRegistry next = new LoneRegistry(later);
        var chunks = EventReader.open(EventTypes.AUDIO_CHUNK, next.connection())) {
      assertThat(chunks.read(then)).usingRecursiveComparison().isEqualTo(SampleEvents.chunk());
    }
  }

  private static Schema withAField(Schema schema) {
    String text = schema.toString();
    String field = ",{\"name\":\"extra\",\"type\":\"int\",\"default\":0}]}";
    return new Schema.Parser().parse(text.substring(0, text.length() - 2) + field);
  }

  private byte[] written(AudioChunk chunk) {
    try (var writer = EventWriter.open(EventTypes.AUDIO_CHUNK, "topic", registry.connection())) {
      return writer.write(chunk);
    }
  }

  private void assertUnreadable(byte[] bytes, String sentence) {
    assertThatExceptionOfType(UnreadableEventException.class)
        .isThrownBy(() -> reader.read(bytes))
        .withMessageContaining(sentence)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(DeadLetter.Reason.UNREADABLE_BYTES));
  }
}
