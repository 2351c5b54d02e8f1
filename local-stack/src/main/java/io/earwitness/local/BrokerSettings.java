package io.earwitness.local;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Kafka's own settings for a single node that is broker and controller at once. */
final class BrokerSettings {
  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private BrokerSettings() {}

  static Map<String, String> of(Path logFolder, int port, int controllerPort) {
    Map<String, String> settings = new HashMap<>();
    settings.putAll(addresses(port, controllerPort));
    settings.putAll(oneReplica());
    settings.putAll(lively());
    settings.put("log.dirs", logFolder.toString());
    settings.put("auto.create.topics.enable", "false");
    // Event times lie ahead of the clock where a recording plays faster than real time.
    settings.put("log.message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
    // 128 MiB of heap by default; a local broker's compacted topics are small.
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20));
    return settings;
  }

  private static Map<String, String> addresses(int port, int controllerPort) {
    String broker = "PLAINTEXT://%s:%d".formatted(Ports.HOST, port);
    String controller = "%s://%s:%d".formatted(CONTROLLER_LISTENER, Ports.HOST, controllerPort);
    return Map.of(
        "process.roles",
        "broker,controller",
        "node.id",
        Integer.toString(NODE_ID),
        "listeners",
        broker + "," + controller,
        "advertised.listeners",
        broker,
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,%s:PLAINTEXT".formatted(CONTROLLER_LISTENER),
        "controller.listener.names",
        CONTROLLER_LISTENER,
        "controller.quorum.voters",
        "%d@%s:%d".formatted(NODE_ID, Ports.HOST, controllerPort));
  }

  private static Map<String, String> oneReplica() {
    return Map.of(
        "offsets.topic.replication.factor", "1",
        "offsets.topic.num.partitions", "4",
        "transaction.state.log.replication.factor", "1",
        "transaction.state.log.min.isr", "1",
        "transaction.state.log.num.partitions", "4",
        "share.coordinator.state.topic.replication.factor", "1",
        "share.coordinator.state.topic.min.isr", "1");
  }

  /** Waits that make sense between machines but not within one. */
  private static Map<String, String> lively() {
    return Map.of(
        "group.initial.rebalance.delay.ms", "0",
        // A killed predecessor's registration bars the way until its session ends.
        "broker.session.timeout.ms", "4000",
        "broker.heartbeat.interval.ms", "500",
        "transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
  }
}
