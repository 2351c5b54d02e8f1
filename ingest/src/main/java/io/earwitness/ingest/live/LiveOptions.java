package io.earwitness.ingest.live;

import io.earwitness.captioner.audio.ChunkEncoding;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How live sources are read and sent.
 *
 * @param topic the chunks' topic
 * @param chunkLength about a second
 * @param stallAfter a source that brings nothing for as long is taken for cut off
 * @param sessionPatience a source that is back within this time goes on in the same session
 * @param longestWait between two attempts to reach a source
 * @param bufferFolder where sound waits on disk while Kafka is away
 * @param bufferBytes how much of it, for each feed
 */
public record LiveOptions(
    String topic,
    ChunkEncoding encoding,
    Duration chunkLength,
    Duration stallAfter,
    Duration sessionPatience,
    Duration longestWait,
    Path bufferFolder,
    long bufferBytes) {}
