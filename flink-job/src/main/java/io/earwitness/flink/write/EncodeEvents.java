package io.earwitness.flink.write;

import io.earwitness.wire.EventType;
import io.earwitness.wire.EventWriter;
import io.earwitness.wire.RegistryConnection;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/**
 * Puts events into the wire format. Waits while the registry is away.
 *
 * @param <T> the event in the domain
 */
public final class EncodeEvents<T> extends RichMapFunction<T, OutgoingEvent> {
  private static final long serialVersionUID = 1L;

  private final EventType<T> type;
  private final String topic;
  private final RegistryConnection registry;

  private transient EventWriter<T> writer;

  public EncodeEvents(EventType<T> type, String topic, RegistryConnection registry) {
    this.type = type;
    this.topic = topic;
    this.registry = registry;
  }

  @Override
  public void open(OpenContext context) {
    writer = EventWriter.open(type, topic, registry);
  }

  @Override
  public OutgoingEvent map(T event) {
    return OutgoingEvent.of(writer.record(event));
  }

  @Override
  public void close() {
    if (writer != null) {
      writer.close();
    }
  }
}
