package io.earwitness.flink.caption;

import io.earwitness.captioner.caption.CaptionerInfo;
import io.earwitness.captioner.caption.CaptioningException;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.CaptionIds;
import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.captioner.event.DeadLetter.Reason;
import io.earwitness.captioner.event.DeadLetter.Stage;
import io.earwitness.captioner.window.WindowPlan;
import io.earwitness.flink.DeadLetters;
import io.earwitness.flink.read.SourceRecord;
import io.earwitness.flink.window.WindowRequest;
import io.earwitness.flink.write.OutgoingEvent;
import io.earwitness.wire.EventWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/** Turns captionings and failures into events, ready to be sent. For one thread at a time. */
final class Outcomes implements AutoCloseable {
  private final CaptionerInfo captioner;
  private final EventWriter<CaptionEvent> captions;
  private final EventWriter<DeadLetter> letters;
  private final DeadLetters deadLetters = new DeadLetters(Stage.CAPTION, 0, Clock.systemUTC());

  Outcomes(
      CaptionerInfo captioner,
      EventWriter<CaptionEvent> captions,
      EventWriter<DeadLetter> letters) {
    this.captioner = captioner;
    this.captions = captions;
    this.letters = letters;
  }

  /** The outcome of a window that was captioned or left out. */
  CaptionOutcome treated(WindowRequest request, Heard heard) {
    TreatedWindow treated = TreatedWindow.of(request.plan(), heard.treatment());
    return treated.leftOut()
        ? outcome(request, false, null, treated)
        : outcome(request, true, OutgoingEvent.of(captions.record(event(request, heard))), treated);
  }

  CaptionOutcome failed(WindowRequest request, CaptioningException problem) {
    DeadLetter letter =
        deadLetters.of(
            firstRecord(request), request.feedId(), reason(problem), sentence(request, problem));
    return outcome(request, false, OutgoingEvent.of(letters.record(letter)), null);
  }

  static Reason reason(CaptioningException problem) {
    return switch (problem.reason()) {
      case INVALID_WINDOW -> Reason.INVALID_WINDOW;
      case TIMED_OUT -> Reason.INFERENCE_TIMED_OUT;
      case INFERENCE_FAILED, CLOSED -> Reason.INFERENCE_FAILED;
    };
  }

  /** The window's sound is on the topic from this record on; the letter does not repeat it. */
  private static SourceRecord firstRecord(WindowRequest request) {
    return new SourceRecord(
        request.source().topic(),
        request.source().partition(),
        request.source().first(),
        request.appendedAt().toEpochMilli(),
        request.feedId().getBytes(StandardCharsets.UTF_8),
        null,
        List.of());
  }

  private static String sentence(WindowRequest request, CaptioningException problem) {
    WindowPlan plan = request.plan();
    return "Window %d of session %s, samples %d to %d, from chunks up to offset %d, has no caption: %s"
        .formatted(
            plan.windowIndex(),
            plan.sessionId(),
            plan.firstSample(),
            plan.endSample(),
            request.source().last(),
            problem.getMessage());
  }

  private CaptionEvent event(WindowRequest request, Heard heard) {
    WindowPlan plan = request.plan();
    String id =
        CaptionIds.of(
            request.feedId(), plan.sessionId(), plan.windowIndex(), captioner.model().sha256());
    return new CaptionEvent(
        id,
        request.feedId(),
        plan.sessionId(),
        plan.windowIndex(),
        plan.windowSequence(),
        plan.firstSample(),
        plan.endSample(),
        plan.format().rate(),
        plan.begin(),
        plan.end(),
        heard.captioning(),
        heard.level(),
        plan.missingSamples(),
        plan.closedBy(),
        captioner.model(),
        heard.treatment().effort().of(captioner.decodeSettings()),
        captioner.executionProvider(),
        request.source(),
        request.closedAt());
  }

  private static CaptionOutcome outcome(
      WindowRequest request, boolean captioned, OutgoingEvent event, TreatedWindow treated) {
    return new CaptionOutcome(
        request.feedId(), request.plan().windowSequence(), captioned, event, treated);
  }

  @Override
  public void close() {
    captions.close();
    letters.close();
  }
}
