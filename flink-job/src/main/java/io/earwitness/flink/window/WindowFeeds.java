package io.earwitness.flink.window;

import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.window.AssemblyAction;
import io.earwitness.captioner.window.AssemblyAction.Duplicate;
import io.earwitness.captioner.window.AssemblyAction.Forget;
import io.earwitness.captioner.window.AssemblyAction.Gap;
import io.earwitness.captioner.window.AssemblyAction.Keep;
import io.earwitness.captioner.window.AssemblyAction.Late;
import io.earwitness.captioner.window.AssemblyAction.Ready;
import io.earwitness.captioner.window.AssemblyAction.Refuse;
import io.earwitness.captioner.window.AssemblyAction.SessionBegan;
import io.earwitness.captioner.window.AssemblyAction.SessionEnded;
import io.earwitness.captioner.window.ChunkHeader;
import io.earwitness.captioner.window.FeedState;
import io.earwitness.captioner.window.WindowAssembler;
import io.earwitness.flink.DeadLetterCounter;
import io.earwitness.flink.DeadLetters;
import io.earwitness.flink.Outputs;
import io.earwitness.flink.read.IncomingChunk;
import java.time.Clock;
import java.time.Instant;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Cuts each feed into windows. The core's assembler decides; this function keeps its state, hands
 * its decisions on and watches for feeds that stall.
 *
 * <p>Event time is the log's append time here, and serves the idle timer alone ({@link IdleRule}).
 */
public final class WindowFeeds extends KeyedProcessFunction<String, IncomingChunk, WindowRequest> {
  private static final long serialVersionUID = 1L;

  private final WindowPolicy policy;

  private transient WindowAssembler assembler;
  private transient IdleRule idleRule;
  private transient DeadLetters deadLetters;
  private transient DeadLetterCounter deadLetterCounter;
  private transient WindowMetrics metrics;
  private transient Clock clock;
  private transient ValueState<FeedState> feeds;
  private transient ValueState<FeedClock> clocks;
  private transient KeptChunks chunks;

  public WindowFeeds(WindowPolicy policy) {
    this.policy = policy;
  }

  @Override
  public void open(OpenContext context) {
    clock = Clock.systemUTC();
    assembler = policy.assembler();
    deadLetters = new DeadLetters(DeadLetter.Stage.WINDOW, policy.deadLetterBytes(), clock);
    deadLetterCounter = new DeadLetterCounter(getRuntimeContext().getMetricGroup());
    metrics = new WindowMetrics(getRuntimeContext().getMetricGroup());
    feeds =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("assembly", Types.POJO(FeedState.class)));
    clocks =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("clock", Types.POJO(FeedClock.class)));
    chunks =
        new KeptChunks(
            policy.topic(),
            getRuntimeContext()
                .getMapState(
                    new MapStateDescriptor<>("payloads", Types.LONG, Types.POJO(KeptChunk.class))));
  }

  @Override
  public void processElement(IncomingChunk chunk, Context context, Collector<WindowRequest> out)
      throws Exception {
    FeedState feed = feeds.value() == null ? new FeedState() : feeds.value();
    FeedClock heard = clocks.value() == null ? new FeedClock() : clocks.value();
    heard.setAppendedAtMillis(chunk.shell().appendedAtMillis());
    heard.setSeenAtMillis(context.timerService().currentProcessingTime());
    heard.setHeardUntil(endOf(chunk.header()));
    for (AssemblyAction action : assembler.accept(feed, chunk.header())) {
      carryOut(action, chunk, heard, context, out);
    }
    feeds.update(feed);
    if (!heard.isArmed() && !assembler.idle(feed)) {
      context
          .timerService()
          .registerEventTimeTimer(idleRule(context.timerService()).firstLook(heard));
      heard.setArmed(true);
    }
    clocks.update(heard);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<WindowRequest> out)
      throws Exception {
    FeedState feed = feeds.value();
    FeedClock heard = clocks.value();
    TimerService timers = context.timerService();
    long log = timers.currentWatermark();
    long remaining = idleRule(timers).remainingMillis(heard, log, timers.currentProcessingTime());
    heard.setArmed(remaining > 0 && !assembler.idle(feed));
    if (heard.isArmed()) {
      timers.registerEventTimeTimer(log + remaining);
    } else if (!assembler.idle(feed)) {
      metrics.stalled();
      // The last window's caption says so, from which the feed's health is told: here it would be
      // told twice.
      for (AssemblyAction action : assembler.timeOut(feed)) {
        carryOut(action, null, heard, context, out);
      }
      feeds.update(feed);
    }
    clocks.update(heard);
  }

  /**
   * @param chunk that the assembler has just looked at; {@code null} after a time-out, when no
   *     action concerns one
   */
  private void carryOut(
      AssemblyAction action,
      IncomingChunk chunk,
      FeedClock heard,
      Context context,
      Collector<WindowRequest> out)
      throws Exception {
    if (action instanceof Keep) {
      chunks.keep(chunk);
    } else if (action instanceof Ready ready) {
      metrics.closed(ready.window());
      Instant appendedAt = Instant.ofEpochMilli(heard.getAppendedAtMillis());
      out.collect(
          chunks.request(context.getCurrentKey(), ready.window(), appendedAt, clock.instant()));
    } else if (action instanceof Forget forget) {
      chunks.forget(forget.belowSample());
    } else if (!policy.range().holds(heard.getAppendedAtMillis())) {
      return; // told by whoever is asked for that time
    } else if (action instanceof Refuse refuse) {
      DeadLetter letter =
          deadLetters.of(
              chunk.record(), context.getCurrentKey(), refuse.reason(), refuse.sentence());
      deadLetterCounter.count(letter.reason());
      context.output(Outputs.DEAD_LETTERS, letter);
    } else if (action instanceof Duplicate) {
      metrics.repeated();
    } else {
      report(action, context);
    }
  }

  private void report(AssemblyAction action, Context context) {
    FeedEvents events = events(context);
    FeedEvent event;
    if (action instanceof Gap gap) {
      metrics.missing(gap.endSample() - gap.firstSample());
      event = events.of(gap);
    } else if (action instanceof Late late) {
      metrics.late(late.endSample() - late.firstSample());
      event = events.of(late);
    } else if (action instanceof SessionBegan began) {
      event = events.of(began);
    } else if (action instanceof SessionEnded ended) {
      event = events.of(ended);
    } else {
      throw new IllegalStateException("an action that nobody carries out: " + action);
    }
    context.output(Outputs.FEED_EVENTS, event);
  }

  private FeedEvents events(Context context) {
    return new FeedEvents(context.getCurrentKey(), clock.instant());
  }

  /** Made at the first element or timer, which is when the feeds' time begins to count anew. */
  private IdleRule idleRule(TimerService timers) {
    if (idleRule == null) {
      idleRule = new IdleRule(policy.idleTimeout(), timers.currentProcessingTime());
    }
    return idleRule;
  }

  private static Instant endOf(ChunkHeader header) {
    return header.eventTime().plus(header.format().rate().durationOf(header.sampleCount()));
  }
}
