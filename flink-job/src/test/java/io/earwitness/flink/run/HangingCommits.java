package io.earwitness.flink.run;

import io.earwitness.flink.write.OutgoingEvent;
import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Kafka's sink, but for its last step: once {@link #arm} is called, the next checkpoint completes
 * and its transaction is not committed. A crash at that moment leaves what a power cut would.
 */
final class HangingCommits
    implements Sink<OutgoingEvent>,
        SupportsCommitter<KafkaCommittable>,
        SupportsWriterState<OutgoingEvent, KafkaWriterState> {
  private static final long serialVersionUID = 1L;

  private static volatile CountDownLatch reached = new CountDownLatch(0);
  private static volatile boolean armed;

  private final KafkaSink<OutgoingEvent> sink;

  HangingCommits(KafkaSink<OutgoingEvent> sink) {
    this.sink = sink;
    armed = false;
  }

  /** Makes the next commit hang. The latch opens when it does. */
  static CountDownLatch arm() {
    reached = new CountDownLatch(1);
    armed = true;
    return reached;
  }

  @Override
  public StatefulSinkWriter<OutgoingEvent, KafkaWriterState> createWriter(WriterInitContext context)
      throws IOException {
    return (StatefulSinkWriter<OutgoingEvent, KafkaWriterState>) sink.createWriter(context);
  }

  @Override
  public StatefulSinkWriter<OutgoingEvent, KafkaWriterState> restoreWriter(
      WriterInitContext context, Collection<KafkaWriterState> state) throws IOException {
    return (StatefulSinkWriter<OutgoingEvent, KafkaWriterState>) sink.restoreWriter(context, state);
  }

  @Override
  public SimpleVersionedSerializer<KafkaWriterState> getWriterStateSerializer() {
    return sink.getWriterStateSerializer();
  }

  @Override
  public Committer<KafkaCommittable> createCommitter(CommitterInitContext context)
      throws IOException {
    return new Hanging(sink.createCommitter(context));
  }

  @Override
  public SimpleVersionedSerializer<KafkaCommittable> getCommittableSerializer() {
    return sink.getCommittableSerializer();
  }

  private record Hanging(Committer<KafkaCommittable> committer)
      implements Committer<KafkaCommittable> {
    @Override
    public void commit(Collection<CommitRequest<KafkaCommittable>> requests)
        throws IOException, InterruptedException {
      if (armed && !requests.isEmpty()) {
        reached.countDown();
        new CountDownLatch(1).await();
      }
      committer.commit(requests);
    }

    @Override
    public void close() throws Exception {
      committer.close();
    }
  }
}
