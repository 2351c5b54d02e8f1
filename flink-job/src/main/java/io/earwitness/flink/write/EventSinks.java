package io.earwitness.flink.write;

import io.earwitness.wire.KafkaConnection;
import java.io.Serializable;
import java.time.Duration;
import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Makes sinks that write events to Kafka.
 *
 * @param guarantee what readers may rely on
 * @param idPrefix begins every transactional id; it must stay the same from run to run, so that a
 *     restart finds the transactions that its predecessor left open
 * @param transactionTimeout after which the broker gives a transaction up
 */
public record EventSinks(
    KafkaConnection kafka,
    DeliveryGuarantee guarantee,
    String idPrefix,
    Duration transactionTimeout)
    implements Serializable {
  private static final int LARGEST_REQUEST_BYTES = 16 << 20;

  /** A sink for one topic, with transactional ids of its own. */
  public KafkaSink<OutgoingEvent> to(String topic) {
    return KafkaSink.<OutgoingEvent>builder()
        .setBootstrapServers(kafka.bootstrapServers())
        .setKafkaProducerConfig(producerProperties())
        .setDeliveryGuarantee(guarantee)
        .setTransactionalIdPrefix(idPrefix(topic))
        .setRecordSerializer(new OutgoingEventSchema(topic))
        .build();
  }

  /** What the transactional ids of this topic's sink begin with. */
  String idPrefix(String topic) {
    return "%s-%s".formatted(idPrefix, topic);
  }

  private Properties producerProperties() {
    Properties properties = kafka.clientProperties();
    properties.put(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Math.toIntExact(transactionTimeout.toMillis()));
    // A dead letter holds a whole chunk; the topic's own limit decides.
    properties.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST_BYTES);
    properties.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    return properties;
  }
}
