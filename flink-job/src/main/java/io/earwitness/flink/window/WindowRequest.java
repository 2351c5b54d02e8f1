package io.earwitness.flink.window;

import io.earwitness.captioner.window.SourceOffsets;
import io.earwitness.captioner.window.WindowPlan;
import java.time.Instant;
import java.util.List;

/**
 * A closed window that waits for its caption. Its sound is still as it was received.
 *
 * @param chunks for each piece of the plan, in the same order, the chunk that it is cut from
 * @param appendedAt when the broker appended the newest of these chunks
 * @param closedAt when the window was found complete
 */
public record WindowRequest(
    String feedId,
    WindowPlan plan,
    List<KeptChunk> chunks,
    SourceOffsets source,
    Instant appendedAt,
    Instant closedAt) {

  /** Bytes of encoded sound that the request holds. */
  public long bytes() {
    return chunks.stream().mapToLong(chunk -> chunk.payload().length).sum();
  }
}
