package io.earwitness.topology;

import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The memory outside the Java heap that all stores of an application share: what was read, and what
 * is not yet written to disk. Without it every store of every partition takes up to 100 MB of its
 * own. To be closed after the stores. Safe for use by several threads.
 *
 * <p>As Kafka Streams' documentation on memory management has it.
 */
final class StoreMemory implements AutoCloseable {
  /** Under which Kafka Streams hands it to {@link Sharing}. */
  private static final String KEY = "earwitness.store.memory";

  /** Of the whole, for what is not yet written. */
  private static final int WRITES_DIVISOR = 2;

  private static final double INDEX_SHARE = 0.1;

  /**
   * A store's own part before it is written out: with an eighth of it an idle store makes do, so
   * that hundreds of partitions have room.
   */
  private static final long WRITE_BUFFER_BYTES = 2 << 20;

  private final Cache cache;
  private final WriteBufferManager writes;

  StoreMemory(long bytes) {
    RocksDB.loadLibrary();
    this.cache = new LRUCache(bytes, -1, /* strictCapacityLimit= */ false, INDEX_SHARE);
    this.writes = new WriteBufferManager(bytes / WRITES_DIVISOR, cache);
  }

  /** What Kafka Streams must be told. */
  Map<String, Object> settings() {
    return Map.of(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, Sharing.class, KEY, this);
  }

  /** Bytes that are in use. */
  long usedBytes() {
    return cache.getUsage();
  }

  private void share(Options options) {
    var tables = (BlockBasedTableConfig) options.tableFormatConfig();
    tables.setBlockCache(cache);
    tables.setCacheIndexAndFilterBlocks(true);
    tables.setCacheIndexAndFilterBlocksWithHighPriority(true);
    tables.setPinTopLevelIndexAndFilter(true);
    options.setTableFormatConfig(tables);
    options.setWriteBufferManager(writes);
    options.setWriteBufferSize(WRITE_BUFFER_BYTES);
  }

  @Override
  public void close() {
    writes.close();
    cache.close();
  }

  /** Made by Kafka Streams, once for each store. */
  public static final class Sharing implements RocksDBConfigSetter {
    @Override
    public void setConfig(String store, Options options, Map<String, Object> settings) {
      ((StoreMemory) settings.get(KEY)).share(options);
    }

    @Override
    public void close(String store, Options options) {
      // What is shared outlives each store.
    }
  }
}
