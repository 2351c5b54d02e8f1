package io.earwitness.flink.caption;

import io.earwitness.captioner.caption.Captioner;
import io.earwitness.captioner.caption.CaptioningException;
import io.earwitness.captioner.overload.OverloadControl;
import io.earwitness.captioner.window.WindowPlan;
import io.earwitness.flink.window.WindowRequest;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.EventWriter;
import io.earwitness.wire.LogFields;
import io.earwitness.wire.RegistryConnection;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has windows captioned, in whatever order they come back. Every window has an outcome: one that
 * can't be captioned, or takes too long, becomes a dead letter.
 *
 * <p>The task's thread only counts bytes. {@link Turns} decodes the windows and hands them to the
 * captioner; one more thread encodes the outcomes, so that a captioner with a full queue holds up
 * no result.
 */
public final class CaptionWindows extends RichAsyncFunction<WindowRequest, CaptionOutcome> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(CaptionWindows.class);

  private final CaptionPolicy policy;
  private final CaptionerProvider provider;
  private final RegistryConnection registry;
  private final String captionTopic;
  private final String deadLetterTopic;

  private transient Captioner captioner;
  private transient Turns turns;
  private transient Outcomes outcomes;
  private transient ExecutorService encoder;
  private transient ByteBudget budget;
  private transient CaptionMetrics metrics;

  public CaptionWindows(
      CaptionPolicy policy,
      CaptionerProvider provider,
      RegistryConnection registry,
      String captionTopic,
      String deadLetterTopic) {
    this.policy = policy;
    this.provider = provider;
    this.registry = registry;
    this.captionTopic = captionTopic;
    this.deadLetterTopic = deadLetterTopic;
  }

  @Override
  public void open(OpenContext context) {
    try {
      captioner = provider.acquire(TaskResources.of(getRuntimeContext()));
    } catch (RuntimeException e) {
      // A model that does not load now won't after a restart either.
      throw new SuppressRestartsException(e);
    }
    OverloadControl overload = new OverloadControl(policy.overload());
    turns = new Turns(captioner, policy, overload, Clock.systemUTC());
    outcomes =
        new Outcomes(
            captioner.info(),
            EventWriter.open(EventTypes.CAPTION, captionTopic, registry),
            EventWriter.open(EventTypes.DEAD_LETTER, deadLetterTopic, registry));
    encoder = Executors.newSingleThreadExecutor(task -> new Thread(task, "caption-encoder"));
    budget = new ByteBudget(policy.bytes());
    metrics = new CaptionMetrics(getRuntimeContext().getMetricGroup(), budget, overload);
  }

  @Override
  public void asyncInvoke(WindowRequest request, ResultFuture<CaptionOutcome> result)
      throws InterruptedException {
    if (!isAskedFor(request)) {
      result.complete(List.of(CaptionOutcome.unasked(request)));
      return;
    }
    long bytes = request.bytes();
    budget.take(bytes);
    metrics.began();
    CompletableFuture<?> unused =
        turns
            .caption(request)
            .handleAsync((heard, problem) -> outcome(request, heard, problem), encoder)
            .whenComplete(
                (outcome, problem) -> {
                  budget.giveBack(bytes);
                  metrics.ended();
                  if (problem == null) {
                    result.complete(List.of(outcome));
                  } else {
                    result.completeExceptionally(problem);
                  }
                });
  }

  private boolean isAskedFor(WindowRequest request) {
    WindowPlan plan = request.plan();
    return policy.range().holds(request.appendedAt())
        && policy.sample().holds(request.feedId(), plan.sessionId(), plan.windowIndex());
  }

  /**
   * @throws CompletionException if the job must fail and try again, rather than the window
   */
  private CaptionOutcome outcome(WindowRequest request, Heard heard, Throwable problem) {
    if (problem == null) {
      metrics.treated(request, heard);
      return outcomes.treated(request, heard);
    }
    Throwable cause = problem instanceof CompletionException ? problem.getCause() : problem;
    if (cause instanceof CaptioningException failure
        && failure.reason() != CaptioningException.Reason.CLOSED) {
      metrics.failed(Outcomes.reason(failure));
      tellFailed(request, failure);
      return outcomes.failed(request, failure);
    }
    throw new CompletionException(cause);
  }

  private static void tellFailed(WindowRequest request, CaptioningException failure) {
    WindowPlan plan = request.plan();
    try (LogFields about =
        LogFields.ofWindow(request.feedId(), plan.sessionId(), plan.windowIndex())) {
      LOG.warn(
          "Window {} of feed {} has no caption, but a dead letter: {}",
          plan.windowIndex(),
          request.feedId(),
          failure.getMessage());
    }
  }

  @Override
  public void close() {
    if (turns != null) {
      turns.close();
    }
    if (encoder != null) {
      encoder.shutdownNow();
    }
    if (outcomes != null) {
      outcomes.close();
    }
    if (captioner != null) {
      captioner.close();
    }
  }
}
