package io.earwitness.ingest;

import io.earwitness.captioner.audio.ChunkEncoding;
import java.time.Duration;

/**
 * How feeds are cut and sent.
 *
 * @param topic the chunks' topic
 * @param chunkLength about a second
 */
public record IngestOptions(
    String topic, ChunkEncoding encoding, Duration chunkLength, Speed speed) {}
