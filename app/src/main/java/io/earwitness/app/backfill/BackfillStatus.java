package io.earwitness.app.backfill;

import io.earwitness.app.ExistingTopic;
import io.earwitness.app.follow.EventFollower;
import io.earwitness.app.print.Times;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.flink.start.PastChunks;
import io.earwitness.wire.EventType;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * How far a backfill is that runs elsewhere: what lies on its topics, beside the chunks of its
 * range. Of a topic that holds several ranges only the one that is asked for counts. For one
 * thread.
 */
public final class BackfillStatus {
  private static final Duration RECENT = Duration.ofMinutes(1);

  private final KafkaConnection kafka;
  private final RegistryConnection registry;
  private final Topics topics;
  private final PastChunks past;
  private final Tally tally;
  private Instant first = Instant.MAX;
  private Instant newest = Instant.MIN;

  private BackfillStatus(
      KafkaConnection kafka, RegistryConnection registry, Topics topics, PastChunks past) {
    this.kafka = kafka;
    this.registry = registry;
    this.topics = topics;
    this.past = past;
    this.tally = new Tally(past);
  }

  /**
   * Reads the run's captions and dead letters.
   *
   * @param topics under the names that the run's settings give them
   * @param from begin of the range, as the job was given it
   * @param to its end
   * @return sentences for people
   * @throws io.earwitness.app.CommandException if the run has no topics
   * @throws io.earwitness.flink.start.JobStartException if no chunk lies in the range
   */
  public static List<String> of(
      KafkaConnection kafka, RegistryConnection registry, Topics topics, Instant from, Instant to) {
    ExistingTopic.require(kafka, topics.captions().name(), ": no backfill of that name has run.");
    PastChunks past = PastChunks.of(kafka, topics.chunks().name(), from, to);
    var status = new BackfillStatus(kafka, registry, topics, past);
    status.read();
    return status.sentences();
  }

  private void read() {
    read(EventTypes.CAPTION, topics.captions().name(), this::caption);
    read(EventTypes.DEAD_LETTER, topics.deadLetters().name(), this::deadLetter);
  }

  private <T> void read(EventType<T> type, String topic, Consumer<T> taker) {
    try (EventFollower<T> follower = EventFollower.fromBeginning(kafka, registry, type, topic)) {
      follower.readToEnd(followed -> taker.accept(followed.event()));
    }
  }

  /** A window belongs to the range in whose time its last chunk was appended. */
  private void caption(CaptionEvent caption) {
    if (past.holds(caption.source().partition(), caption.source().last())) {
      tally.caption(caption);
      Instant made = caption.captioning().inferenceEnded();
      first = made.isBefore(first) ? made : first;
      newest = made.isAfter(newest) ? made : newest;
    }
  }

  private void deadLetter(DeadLetter letter) {
    if (letter.topic().equals(topics.chunks().name())
        && past.holds(letter.partition(), letter.offset())) {
      tally.refused();
    }
  }

  private List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    past.deletedBefore()
        .ifPresent(
            oldest ->
                sentences.add(
                    "What was appended before %s is deleted by now: this is about the rest."
                        .formatted(oldest)));
    if (tally.isEmpty()) {
      sentences.add(
          "No caption yet, of %,d chunks in that time, on %s."
              .formatted(past.records(), topics.captions().name()));
      return sentences;
    }
    sentences.add(
        "%.0f %% of %,d chunks: %s, %s of sound."
            .formatted(
                100 * tally.share(),
                past.records(),
                tally.countsWithoutGaps(),
                Times.words(tally.sound())));
    sentences.add(pace());
    return sentences;
  }

  private String pace() {
    Duration age = Duration.between(newest, Instant.now());
    String made = "The newest caption was made %s ago".formatted(Times.words(age));
    if (age.compareTo(RECENT) > 0) {
      return made + ": whether the job has finished, waits or has failed, Flink tells.";
    }
    double share = tally.share();
    long left = (long) (Duration.between(first, newest).toMillis() * (1 - share) / share);
    return "%s; about %s left at the pace so far."
        .formatted(made, Times.words(Duration.ofMillis(left)));
  }
}
