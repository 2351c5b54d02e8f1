package io.earwitness.flink;

import io.earwitness.flink.config.JobConfig;
import io.earwitness.flink.read.ChunkSource;
import io.earwitness.flink.read.FromLatest;
import io.earwitness.flink.read.SourceRecord;
import io.earwitness.flink.start.Surroundings;
import io.earwitness.flink.write.EventSinks;
import io.earwitness.flink.write.OutgoingEvent;
import io.earwitness.settings.keys.JobSettings.Start;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;

/**
 * What a pipeline reads from and writes to.
 *
 * @param mostReaders source subtasks that find something to read; a further one would never know
 *     how far the log has been read, and hold back the clock of all
 */
public record PipelineEnds(
    Source<SourceRecord, ?, ?> chunks,
    int mostReaders,
    Sink<OutgoingEvent> captions,
    Sink<OutgoingEvent> feedEvents,
    Sink<OutgoingEvent> deadLetters) {

  /** The configured topics. */
  public static PipelineEnds kafka(JobConfig config, Surroundings surroundings) {
    OffsetsInitializer start =
        config.start() == Start.EARLIEST ? OffsetsInitializer.earliest() : new FromLatest();
    EventSinks sinks = config.sinks();
    return new PipelineEnds(
        ChunkSource.of(
            config.kafka(),
            config.topics().chunks().name(),
            config.name(),
            start,
            config.range(),
            config.feeds()),
        surroundings.chunkPartitions(),
        sinks.to(config.topics().captions().name()),
        sinks.to(config.topics().feedEvents().name()),
        sinks.to(config.topics().deadLetters().name()));
  }
}
