package io.earwitness.flink.caption;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.window.Piece;
import io.earwitness.captioner.window.SourceOffsets;
import io.earwitness.captioner.window.WindowClosing;
import io.earwitness.captioner.window.WindowPlan;
import io.earwitness.flink.window.KeptChunk;
import io.earwitness.flink.window.WindowRequest;
import io.earwitness.testkit.Recording;
import java.time.Instant;
import java.util.List;

/** Windows for tests of the caption stage. */
final class Requests {
  private Requests() {}

  /** One window that covers the whole recording, long after it was heard. */
  static WindowRequest of(Recording recording) {
    return of(recording, Instant.EPOCH);
  }

  /** One window that covers the whole recording. */
  static WindowRequest of(Recording recording, Instant appendedAt) {
    List<AudioChunk> chunks = recording.chunks();
    List<Piece> pieces =
        chunks.stream()
            .map(
                chunk ->
                    new Piece(
                        chunk.firstSample(), 0, (int) chunk.firstSample(), chunk.sampleCount()))
            .toList();
    WindowPlan plan =
        new WindowPlan(
            recording.sessionId(),
            0,
            0,
            0,
            recording.samples(),
            chunks.get(0).format(),
            Recording.BEGIN,
            Recording.BEGIN,
            pieces,
            0,
            WindowClosing.END_OF_SESSION);
    List<KeptChunk> kept =
        chunks.stream()
            .map(
                chunk ->
                    new KeptChunk(0, 0, chunk.encoding(), chunk.sampleCount(), chunk.payload()))
            .toList();
    return new WindowRequest(
        recording.feedId(),
        plan,
        kept,
        new SourceOffsets("chunks", 0, 0, 0),
        appendedAt,
        appendedAt);
  }
}
