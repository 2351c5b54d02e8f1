package io.earwitness.wire.mapping;

import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.HeardSound;
import io.earwitness.captioner.caption.Hypothesis;
import io.earwitness.events.Alternative;
import io.earwitness.events.CaptionEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What was heard in a window, as it is spread over the fields of a caption event. */
final class CaptioningMapping {
  private CaptioningMapping() {}

  static void put(Captioning captioning, CaptionEvent.Builder target) {
    List<Hypothesis> hypotheses = captioning.hypotheses();
    Hypothesis best = hypotheses.get(0);
    target
        .setCaption(best.text())
        .setLogProbability(best.logProbability())
        .setScore(best.score())
        .setAlternatives(
            hypotheses.stream()
                .skip(1)
                .map(other -> new Alternative(other.text(), other.logProbability(), other.score()))
                .toList())
        .setConfidence(captioning.confidence())
        .setClapAgreement(
            captioning.clapAgreement().isPresent()
                ? captioning.clapAgreement().getAsDouble()
                : null)
        .setSounds(captioning.sounds().stream().map(CaptioningMapping::avro).toList())
        .setEmbedding(boxed(captioning.embedding()))
        .setInferenceBeganAt(captioning.inferenceBegan())
        .setInferenceEndedAt(captioning.inferenceEnded())
        .setBatchSize(captioning.batchSize());
  }

  static Captioning of(CaptionEvent event) {
    List<Hypothesis> hypotheses = new ArrayList<>();
    hypotheses.add(new Hypothesis(event.getCaption(), event.getLogProbability(), event.getScore()));
    for (Alternative other : event.getAlternatives()) {
      hypotheses.add(new Hypothesis(other.getText(), other.getLogProbability(), other.getScore()));
    }
    Double agreement = event.getClapAgreement();
    return new Captioning(
        hypotheses,
        event.getConfidence(),
        agreement == null ? OptionalDouble.empty() : OptionalDouble.of(agreement),
        event.getSounds().stream().map(CaptioningMapping::domain).toList(),
        unboxed(event.getEmbedding()),
        event.getInferenceBeganAt(),
        event.getInferenceEndedAt(),
        event.getBatchSize());
  }

  private static io.earwitness.events.HeardSound avro(HeardSound sound) {
    return new io.earwitness.events.HeardSound(
        sound.label(), sound.score(), micros(sound.begin()), micros(sound.end()));
  }

  private static HeardSound domain(io.earwitness.events.HeardSound sound) {
    return new HeardSound(
        sound.getLabel(),
        sound.getScore(),
        duration(sound.getBeginOffsetMicros()),
        duration(sound.getEndOffsetMicros()));
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }

  private static Duration duration(long micros) {
    return Duration.ofNanos(Math.multiplyExact(micros, 1_000));
  }

  static List<Float> boxed(float[] values) {
    List<Float> boxed = new ArrayList<>(values.length);
    for (float value : values) {
      boxed.add(value);
    }
    return boxed;
  }

  static float[] unboxed(List<Float> values) {
    float[] unboxed = new float[values.size()];
    for (int i = 0; i < unboxed.length; i++) {
      unboxed[i] = values.get(i);
    }
    return unboxed;
  }
}
