package io.earwitness.flink;

import static org.apache.flink.types.PojoTestUtils.assertSerializedAsPojoWithoutKryo;

import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.window.FeedState;
import io.earwitness.flink.caption.CaptionOutcome;
import io.earwitness.flink.caption.TreatedWindow;
import io.earwitness.flink.read.IncomingChunk;
import io.earwitness.flink.read.SourceRecord;
import io.earwitness.flink.window.FeedClock;
import io.earwitness.flink.window.KeptChunk;
import io.earwitness.flink.window.WindowRequest;
import io.earwitness.flink.write.OutgoingEvent;
import io.earwitness.flink.write.SendingProgress;
import io.earwitness.flink.write.SentEvent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is kept or travels gets Flink's own serializer, whose state can be read by later versions.
 */
class StateTypesTest {
  @ParameterizedTest
  @ValueSource(
      classes = {
        FeedState.class,
        FeedClock.class,
        KeptChunk.class,
        CaptionOutcome.class,
        TreatedWindow.class,
        WindowRequest.class,
        SourceRecord.class,
        IncomingChunk.class,
        OutgoingEvent.class,
        SentEvent.class,
        SendingProgress.class,
        DeadLetter.class,
        FeedEvent.class
      })
  void isSerializedFieldByField(Class<?> type) {
    assertSerializedAsPojoWithoutKryo(type);
  }
}
