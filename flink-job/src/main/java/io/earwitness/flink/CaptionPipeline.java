package io.earwitness.flink;

import io.earwitness.flink.caption.CaptionOutcome;
import io.earwitness.flink.caption.CaptionWindows;
import io.earwitness.flink.caption.CaptionerProvider;
import io.earwitness.flink.config.JobConfig;
import io.earwitness.flink.order.OrderCaptions;
import io.earwitness.flink.read.IncomingChunk;
import io.earwitness.flink.read.LogClocks;
import io.earwitness.flink.read.ReadChunks;
import io.earwitness.flink.read.SourceRecord;
import io.earwitness.flink.window.WindowFeeds;
import io.earwitness.flink.window.WindowRequest;
import io.earwitness.flink.write.EncodeEvents;
import io.earwitness.flink.write.OutgoingEvent;
import io.earwitness.flink.write.ResendLost;
import io.earwitness.wire.EventTypes;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The job: chunks in, captions out. Only wires; each step is an operator of its own.
 *
 * <pre>
 * chunks → read → (by feed) window → caption → (by feed) order → captions
 *            ╰──────────────┴──────────┬───────────────────╯
 *                           feed events, dead letters
 * </pre>
 */
public final class CaptionPipeline {
  private static final long NO_TIMEOUT = 0;

  private final JobConfig config;
  private final PipelineEnds ends;
  private final CaptionerProvider captioner;

  public CaptionPipeline(JobConfig config, PipelineEnds ends, CaptionerProvider captioner) {
    this.config = config;
    this.ends = ends;
    this.captioner = captioner;
  }

  /** Adds the job to {@code env}, which {@link Environments} has set up. */
  public void define(StreamExecutionEnvironment env) {
    SingleOutputStreamOperator<IncomingChunk> chunks = read(env);
    SingleOutputStreamOperator<WindowRequest> windows = window(chunks);
    SingleOutputStreamOperator<OutgoingEvent> captions = order(caption(windows));
    write(captions, ends.captions(), config.topics().captions().name(), "captions");
    write(
        encodedFeedEvents(windows, captions),
        ends.feedEvents(),
        config.topics().feedEvents().name(),
        "feed-events");
    write(
        encodedDeadLetters(chunks, windows).union(captions.getSideOutput(OrderCaptions.FAILED)),
        ends.deadLetters(),
        config.topics().deadLetters().name(),
        "dead-letters");
  }

  private DataStream<OutgoingEvent> encodedFeedEvents(
      SingleOutputStreamOperator<WindowRequest> windows,
      SingleOutputStreamOperator<OutgoingEvent> captions) {
    return windows
        .getSideOutput(Outputs.FEED_EVENTS)
        .union(captions.getSideOutput(Outputs.FEED_EVENTS))
        .map(
            new EncodeEvents<>(
                EventTypes.FEED_EVENT, config.topics().feedEvents().name(), config.registry()))
        .uid("encode-feed-events")
        .name("encode feed events");
  }

  private DataStream<OutgoingEvent> encodedDeadLetters(
      SingleOutputStreamOperator<IncomingChunk> chunks,
      SingleOutputStreamOperator<WindowRequest> windows) {
    return chunks
        .getSideOutput(Outputs.DEAD_LETTERS)
        .union(windows.getSideOutput(Outputs.DEAD_LETTERS))
        .map(
            new EncodeEvents<>(
                EventTypes.DEAD_LETTER, config.topics().deadLetters().name(), config.registry()))
        .uid("encode-dead-letters")
        .name("encode dead letters");
  }

  private void write(
      DataStream<OutgoingEvent> events, Sink<OutgoingEvent> sink, String topic, String what) {
    DataStream<OutgoingEvent> whole =
        config.isExactlyOnce()
            ? events
                .keyBy(OutgoingEvent::keyText)
                .process(new ResendLost(config.sinks(), topic))
                .uid("resend-" + what)
                .name("resend lost " + what)
            : events;
    whole.sinkTo(sink).uid("write-" + what).name("write " + what);
  }

  private SingleOutputStreamOperator<IncomingChunk> read(StreamExecutionEnvironment env) {
    int readers = Math.min(config.parallelism(), ends.mostReaders());
    WatermarkStrategy<SourceRecord> clocks =
        config.range().ends() ? LogClocks.ofThePast() : LogClocks.strategy();
    return env.fromSource(ends.chunks(), clocks, "chunks")
        .uid("chunks")
        .setParallelism(readers)
        .process(
            new ReadChunks(
                config.registry(),
                config.largestChunkBytes(),
                config.deadLetterBytes(),
                config.range()))
        .uid("read-chunks")
        .name("read chunks")
        .setParallelism(readers);
  }

  private SingleOutputStreamOperator<WindowRequest> window(DataStream<IncomingChunk> chunks) {
    return chunks
        .keyBy(IncomingChunk::feedId)
        .process(new WindowFeeds(config.window()))
        .uid("window-feeds")
        .name("window feeds");
  }

  /**
   * An unordered async operator still keeps results on their side of each watermark, so one window
   * that hangs would hold up all that come after the next watermark. Behind the windower nobody
   * needs the log's clock: it stops here.
   */
  private SingleOutputStreamOperator<CaptionOutcome> caption(DataStream<WindowRequest> windows) {
    DataStream<WindowRequest> timeless =
        windows
            .assignTimestampsAndWatermarks(WatermarkStrategy.noWatermarks())
            .uid("stop-clock")
            .name("stop clock");
    CaptionWindows caption =
        new CaptionWindows(
            config.caption(),
            captioner,
            config.registry(),
            config.topics().captions().name(),
            config.topics().deadLetters().name());
    return AsyncDataStream.unorderedWait(
            timeless, caption, NO_TIMEOUT, TimeUnit.MILLISECONDS, config.caption().windows())
        .uid("caption-windows")
        .name("caption windows");
  }

  private SingleOutputStreamOperator<OutgoingEvent> order(DataStream<CaptionOutcome> outcomes) {
    return outcomes
        .keyBy(CaptionOutcome::feedId)
        .process(new OrderCaptions())
        .uid("order-captions")
        .name("order captions");
  }
}
