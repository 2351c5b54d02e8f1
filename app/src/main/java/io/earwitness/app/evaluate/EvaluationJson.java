package io.earwitness.app.evaluate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.app.print.Json;
import io.earwitness.topology.json.CaptionJson;
import java.util.List;

/**
 * An evaluation as one object of JSON, with every caption. A number that there is none of is null.
 */
public final class EvaluationJson {
  private EvaluationJson() {}

  /** All of it, in one line. */
  public static String of(Evaluation evaluation) {
    ObjectNode root = Json.object();
    root.putObject("model")
        .put("name", evaluation.info().model().name())
        .put("version", evaluation.info().model().version())
        .put("sha256", evaluation.info().model().sha256());
    evaluation.fold().ifPresentOrElse(fold -> root.put("fold", fold), () -> root.putNull("fold"));
    ObjectNode clips = root.putObject("clips").put("count", evaluation.clips().size());
    share(clips, "labelledRight", evaluation.clipsLabelledRight());
    share(clips, "named", evaluation.clipsNamed());
    share(clips, "namedAndNothingElse", evaluation.clipsNamedAndNothingElse());
    ObjectNode scenes = root.putObject("scenes").put("count", evaluation.scenes().size());
    detection(scenes, "labels", evaluation.sceneLabels());
    detection(scenes, "captions", evaluation.sceneCaptions());
    share(scenes, "bothNamed", evaluation.bothNamed());
    share(scenes, "orderRight", evaluation.orderRight());
    ObjectNode empty = root.putObject("empty").put("count", evaluation.empty().size());
    share(empty, "captionedWithASound", evaluation.emptyNamed());
    share(empty, "withALabel", evaluation.emptyLabelled());
    ObjectNode unfamiliar =
        root.putObject("unfamiliar").put("count", evaluation.unfamiliar().size());
    share(unfamiliar, "captionedWithAKnownKind", evaluation.unfamiliarNamed());
    share(unfamiliar, "captionedWithAKnownKindSurely", evaluation.unfamiliarNamedSurely());
    share(unfamiliar, "withALabel", evaluation.unfamiliarLabelled());
    number(unfamiliar, "rocArea", evaluation.unfamiliarRocArea());
    ObjectNode kinds = root.putObject("kinds");
    evaluation.kinds().forEach((label, kind) -> kind(kinds.putObject(label), kind));
    calibration(root.putObject("labelCalibration"), evaluation.labelCalibration());
    calibration(root.putObject("captionCalibration"), evaluation.captionCalibration());
    evaluation.falseEvents().forEach(feed -> falseEvents(root.withArray("falseEvents"), feed));
    openVocabulary(root.putArray("openVocabulary"), evaluation.openVocabulary());
    root.putObject("speed")
        .put("windows", evaluation.speed().windows())
        .put("windowsPerSecond", evaluation.speed().windowsPerSecond())
        .put("threads", evaluation.speed().threads())
        .put("feedsPerCore", evaluation.speed().feedsPerCore());
    ArrayNode captions = root.putArray("captions");
    for (List<Heard> part :
        List.of(
            evaluation.clips(), evaluation.scenes(), evaluation.empty(), evaluation.unfamiliar())) {
      part.forEach(heard -> caption(captions.addObject(), heard));
    }
    return Json.line(root);
  }

  private static void caption(ObjectNode object, Heard heard) {
    object
        .put("source", heard.name())
        .put("layout", heard.layout().name().toLowerCase(java.util.Locale.ROOT));
    heard.truth().forEach(object.putArray("truth")::add);
    heard.named().forEach(object.putArray("named")::add);
    CaptionJson.putCaptioning(object, heard.captioning());
  }

  private static void kind(ObjectNode object, Kind kind) {
    object
        .put("clips", kind.clips())
        .put("labelledRight", kind.labelled())
        .put("named", kind.named());
    ObjectNode takenFor = object.putObject("takenFor");
    kind.takenFor().forEach(takenFor::put);
    detection(object, "scenes", kind.scenes());
  }

  private static void calibration(ObjectNode object, Calibration calibration) {
    number(object, "expectedCalibrationError", calibration.error());
    number(object, "rocArea", calibration.rocArea());
    ArrayNode bins = object.putArray("bins");
    for (Calibration.Bin bin : calibration.bins()) {
      bins.addObject()
          .put("low", bin.low())
          .put("count", bin.count())
          .put("confidence", bin.confidence())
          .put("right", bin.right());
    }
  }

  private static void falseEvents(ArrayNode array, FalseEvents feed) {
    ObjectNode object =
        array
            .addObject()
            .put("feed", feed.feed())
            .put("hours", feed.hours())
            .put("events", feed.count())
            .put("perHour", feed.perHour());
    ObjectNode byLabel = object.putObject("byLabel");
    feed.byLabel().forEach(byLabel::put);
  }

  private static void openVocabulary(ArrayNode array, List<OpenVocabulary.Result> results) {
    for (OpenVocabulary.Result result : results) {
      ObjectNode object = array.addObject().put("list", result.list()).put("texts", result.texts());
      number(object, "meanAveragePrecision", result.meanAveragePrecision());
      ArrayNode worst = object.putArray("worst");
      for (OpenVocabulary.Found found : result.worst()) {
        worst
            .addObject()
            .put("text", found.text())
            .put("label", found.label())
            .put("averagePrecision", found.averagePrecision());
      }
    }
  }

  private static void share(ObjectNode parent, String name, Share share) {
    ObjectNode object = parent.putObject(name);
    number(object, "value", share.value());
    number(object, "low", share.low());
    number(object, "high", share.high());
    object.put("hits", share.hits()).put("total", share.total());
  }

  private static void detection(ObjectNode parent, String name, Detection detection) {
    ObjectNode object = parent.putObject(name);
    number(object, "precision", detection.precision());
    number(object, "recall", detection.recall());
    number(object, "f1", detection.f1());
  }

  /** JSON knows no NaN. */
  private static void number(ObjectNode object, String name, double value) {
    if (Double.isNaN(value)) {
      object.putNull(name);
    } else {
      object.put(name, value);
    }
  }
}
