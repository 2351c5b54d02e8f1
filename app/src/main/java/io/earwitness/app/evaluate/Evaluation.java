package io.earwitness.app.evaluate;

import io.earwitness.captioner.caption.CaptionerInfo;
import io.earwitness.captioner.caption.HeardSound;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * All that was heard, and what it says about the model.
 *
 * @param fold the fold that was heard, or empty for all
 * @param clips recordings as they are
 * @param scenes two sounds each, together and in sequence
 * @param empty silence, hum and noise
 * @param unfamiliar recordings of kinds that the model does not know
 */
public record Evaluation(
    CaptionerInfo info,
    Optional<Integer> fold,
    List<Heard> clips,
    List<Heard> scenes,
    List<Heard> empty,
    List<Heard> unfamiliar,
    List<FalseEvents> falseEvents,
    List<OpenVocabulary.Result> openVocabulary,
    Speed speed) {
  private static final double SURE = 0.5;

  public Evaluation {
    clips = List.copyOf(clips);
    scenes = List.copyOf(scenes);
    empty = List.copyOf(empty);
    unfamiliar = List.copyOf(unfamiliar);
    falseEvents = List.copyOf(falseEvents);
    openVocabulary = List.copyOf(openVocabulary);
  }

  Share clipsLabelledRight() {
    return Share.of(clips, Heard::labelledRight);
  }

  Share clipsNamed() {
    return Share.of(clips, Heard::namedRight);
  }

  Share clipsNamedAndNothingElse() {
    return Share.of(clips, heard -> heard.named().equals(heard.truth()));
  }

  Detection sceneLabels() {
    Detection sum = Detection.NONE;
    for (Heard heard : scenes) {
      sum = sum.plus(heard.labels(), heard.truth());
    }
    return sum;
  }

  Detection sceneCaptions() {
    Detection sum = Detection.NONE;
    for (Heard heard : scenes) {
      sum = sum.plus(heard.named(), heard.truth());
    }
    return sum;
  }

  Share bothNamed() {
    return Share.of(scenes, Heard::namedRight);
  }

  Share orderRight() {
    List<Heard> told =
        scenes.stream().filter(h -> h.layout() == Layout.SEQUENCE && h.namedRight()).toList();
    return Share.of(told, heard -> toldOrder(heard).equals(heard.truth()));
  }

  Share emptyNamed() {
    return Share.of(empty, heard -> !heard.named().isEmpty());
  }

  Share emptyLabelled() {
    return Share.of(empty, heard -> !heard.captioning().sounds().isEmpty());
  }

  Share unfamiliarNamed() {
    return Share.of(unfamiliar, heard -> !heard.named().isEmpty());
  }

  /** With what an operator would take for sure: more likely right than wrong. */
  Share unfamiliarNamedSurely() {
    return Share.of(
        unfamiliar, heard -> !heard.named().isEmpty() && heard.captioning().confidence() >= SURE);
  }

  Share unfamiliarLabelled() {
    return Share.of(unfamiliar, heard -> !heard.captioning().sounds().isEmpty());
  }

  /** Chance that a clip of a known kind has a caption of higher confidence than one of another. */
  double unfamiliarRocArea() {
    List<Calibration.Claim> claims = new ArrayList<>();
    clips.forEach(h -> claims.add(new Calibration.Claim(h.captioning().confidence(), true)));
    unfamiliar.stream()
        .map(h -> h.named().isEmpty() ? 0 : h.captioning().confidence())
        .forEach(confidence -> claims.add(new Calibration.Claim(confidence, false)));
    return Calibration.of(claims).rocArea();
  }

  /** Over clips: the surest label's score against its being right; no label is a claim of 0. */
  Calibration labelCalibration() {
    List<Calibration.Claim> claims = new ArrayList<>();
    for (Heard heard : clips) {
      double score = heard.surest().map(HeardSound::score).orElse(0.0);
      claims.add(new Calibration.Claim(score, heard.labelledRight()));
    }
    return Calibration.of(claims);
  }

  /**
   * Over clips, scenes and silence: a caption is right if it names what is heard, no more or less.
   */
  Calibration captionCalibration() {
    List<Calibration.Claim> claims = new ArrayList<>();
    for (List<Heard> part : List.of(clips, scenes, empty)) {
      for (Heard heard : part) {
        boolean right = Set.copyOf(heard.named()).equals(Set.copyOf(heard.truth()));
        claims.add(new Calibration.Claim(heard.captioning().confidence(), right));
      }
    }
    return Calibration.of(claims);
  }

  /** Every kind that was there, by name. */
  Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new TreeMap<>();
    for (Heard clip : clips) {
      kinds.merge(clip.truth().get(0), Kind.ofClip(clip), Kind::plus);
    }
    for (Heard scene : scenes) {
      Set<String> labels = new HashSet<>(scene.labels());
      labels.addAll(scene.truth());
      for (String label : labels) {
        kinds.merge(label, Kind.ofScene(scene, label), Kind::plus);
      }
    }
    return kinds;
  }

  private static List<String> toldOrder(Heard heard) {
    return heard.named().stream().filter(heard.truth()::contains).toList();
  }
}
