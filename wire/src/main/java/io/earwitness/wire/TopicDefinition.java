package io.earwitness.wire;

import java.io.Serializable;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * A topic as it is created where it is missing.
 *
 * @param config Kafka's own topic settings
 */
public record TopicDefinition(
    String name, int partitions, int replication, Map<String, String> config)
    implements Serializable {
  public TopicDefinition {
    config = Map.copyOf(config);
  }

  NewTopic newTopic() {
    return new NewTopic(name, partitions, (short) replication).configs(config);
  }
}
