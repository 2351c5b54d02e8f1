package io.earwitness.topology;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps the newest version of each rule as it came, and counts the changes. */
final class KeepRules implements Processor<Bytes, byte[], Void, Void> {
  private final AtomicLong changes;
  private KeyValueStore<Bytes, byte[]> rules;

  KeepRules(AtomicLong changes) {
    this.changes = changes;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    rules = context.getStateStore(AlertTopology.RULES);
  }

  @Override
  public void process(Record<Bytes, byte[]> record) {
    rules.put(record.key(), record.value());
    changes.incrementAndGet();
  }
}
