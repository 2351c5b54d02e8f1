package io.earwitness.flink.window;

import io.earwitness.captioner.window.Piece;
import io.earwitness.captioner.window.SourceOffsets;
import io.earwitness.captioner.window.WindowPlan;
import io.earwitness.flink.read.IncomingChunk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;

/** The payloads that a feed's windows still need, by the first sample of their chunk. */
final class KeptChunks {
  private final String topic;
  private final MapState<Long, KeptChunk> chunks;

  KeptChunks(String topic, MapState<Long, KeptChunk> chunks) {
    this.topic = topic;
    this.chunks = chunks;
  }

  void keep(IncomingChunk chunk) throws Exception {
    chunks.put(chunk.header().firstSample(), KeptChunk.of(chunk));
  }

  /** Drops the chunks that lie wholly below {@code sample}. */
  void forget(long sample) throws Exception {
    if (sample == Long.MAX_VALUE) {
      chunks.clear();
      return;
    }
    for (Iterator<Map.Entry<Long, KeptChunk>> all = chunks.iterator(); all.hasNext(); ) {
      Map.Entry<Long, KeptChunk> entry = all.next();
      if (entry.getKey() + entry.getValue().sampleCount() <= sample) {
        all.remove();
      }
    }
  }

  /** The window with its sound. */
  WindowRequest request(String feedId, WindowPlan plan, Instant appendedAt, Instant closedAt)
      throws Exception {
    List<KeptChunk> used = new ArrayList<>(plan.pieces().size());
    for (Piece piece : plan.pieces()) {
      used.add(chunks.get(piece.chunkFirstSample()));
    }
    return new WindowRequest(feedId, plan, used, offsets(used), appendedAt, closedAt);
  }

  private SourceOffsets offsets(List<KeptChunk> used) {
    long first = used.stream().mapToLong(KeptChunk::offset).min().orElse(-1);
    long last = used.stream().mapToLong(KeptChunk::offset).max().orElse(-1);
    int partition = used.isEmpty() ? -1 : used.get(0).partition();
    return new SourceOffsets(topic, partition, first, last);
  }
}
