package io.earwitness.flink.write;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Addresses events to a topic. The key decides on the partition. */
final class OutgoingEventSchema implements KafkaRecordSerializationSchema<OutgoingEvent> {
  private static final long serialVersionUID = 1L;

  private final String topic;

  OutgoingEventSchema(String topic) {
    this.topic = topic;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      OutgoingEvent event, KafkaSinkContext context, Long timestamp) {
    List<Header> headers = new ArrayList<>(event.headers().size());
    event.headers().forEach(header -> headers.add(new RecordHeader(header.key(), header.value())));
    return new ProducerRecord<>(topic, null, null, event.key(), event.value(), headers);
  }
}
