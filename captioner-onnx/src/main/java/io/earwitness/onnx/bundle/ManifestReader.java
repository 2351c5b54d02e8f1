package io.earwitness.onnx.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.caption.DecodeSettings;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** {@code bundle.json} to {@link BundleManifest}. Fields that it does not know are passed over. */
final class ManifestReader {
  static final int FORMAT = 1;
  private static final int MOST_HYPOTHESES = 64;

  /** Plain names alone, so that no entry leads out of the bundle's folder. */
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Set<GraphName> OPTIONAL =
      EnumSet.of(GraphName.CLAP_TEXT, GraphName.CODEC_STREAM);
  private static final ObjectMapper JSON = new ObjectMapper();

  private ManifestReader() {}

  /**
   * @param document the file's place, for messages
   */
  static BundleManifest read(String document, byte[] json) {
    JsonFields fields = new JsonFields(document, "", parse(document, json));
    if (fields.integer("format", 0, Integer.MAX_VALUE) != FORMAT) {
      throw fields.wrong("format", String.valueOf(FORMAT));
    }
    Map<GraphName, BundleManifest.FileEntry> graphs = graphs(fields.object("graphs"));
    Optional<BundleManifest.TextTokenizer> textTokenizer =
        fields.optionalObject("textTokenizer").map(ManifestReader::textTokenizer);
    if (textTokenizer.isPresent() != graphs.containsKey(GraphName.CLAP_TEXT)) {
      throw new BundleException(
          document + ": graphs.clapText and textTokenizer belong together, but one is missing");
    }
    Optional<BundleManifest.CodecStream> codecStream =
        fields.optionalObject("codecStream").map(ManifestReader::codecStream);
    if (codecStream.isPresent() != graphs.containsKey(GraphName.CODEC_STREAM)) {
      throw new BundleException(
          document + ": graphs.codecStream and codecStream belong together, but one is missing");
    }
    BundleManifest.Model model = model(fields.object("model"));
    BundleManifest.Labels labels = labels(fields.object("labels"), textTokenizer.isPresent());
    Optional<BundleManifest.Confidence> confidence =
        fields.optionalObject("confidence").map(entry -> confidence(entry, labels.head()));
    return new BundleManifest(
        fields.text("name"),
        fields.text("version"),
        fields.text("licence"),
        fields.optionalText("precision"),
        audio(fields.object("audio")),
        model,
        graphs,
        file(fields.object("tokenizer")),
        textTokenizer,
        codecStream,
        labels,
        confidence,
        generation(fields.object("generation"), model, confidence.isPresent()));
  }

  private static JsonNode parse(String document, byte[] json) {
    try {
      JsonNode root = JSON.readTree(json);
      if (!root.isObject()) {
        throw new BundleException(document + " holds no JSON object");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw new BundleException(
          "%s is not JSON: %s, line %d"
              .formatted(document, e.getOriginalMessage(), e.getLocation().getLineNr()),
          e);
    } catch (IOException e) {
      throw new BundleException("%s can't be read: %s".formatted(document, e.getMessage()), e);
    }
  }

  private static BundleManifest.Audio audio(JsonFields fields) {
    int min = fields.positive("minSamples");
    int max = fields.integer("maxSamples", min, Integer.MAX_VALUE);
    return new BundleManifest.Audio(
        new SampleRate(
            fields.integer("sampleRate", SampleRate.LOWEST_HERTZ, SampleRate.HIGHEST_HERTZ)),
        fields.integer("windowSamples", min, max),
        min,
        max);
  }

  private static BundleManifest.Model model(JsonFields fields) {
    int vocabularySize = fields.positive("vocabularySize");
    return new BundleManifest.Model(
        fields.positive("embeddingDim"),
        fields.positive("codebooks"),
        fields.positive("codebookSize"),
        vocabularySize,
        fields.positive("decoderLayers"),
        fields.positive("heads"),
        fields.positive("headDim"),
        fields.integer("topK", 1, vocabularySize),
        cacheType(fields));
  }

  private static CacheType cacheType(JsonFields fields) {
    Optional<String> named = fields.optionalText("cacheType");
    return named.isEmpty()
        ? CacheType.FLOAT32
        : Arrays.stream(CacheType.values())
            .filter(type -> type.inManifest().equals(named.get()))
            .findFirst()
            .orElseThrow(() -> fields.wrong("cacheType", "float32 or float16"));
  }

  private static Map<GraphName, BundleManifest.FileEntry> graphs(JsonFields fields) {
    Map<GraphName, BundleManifest.FileEntry> graphs = new EnumMap<>(GraphName.class);
    for (GraphName graph : GraphName.values()) {
      if (OPTIONAL.contains(graph)) {
        fields.optionalObject(graph.key()).ifPresent(entry -> graphs.put(graph, file(entry)));
      } else {
        graphs.put(graph, file(fields.object(graph.key())));
      }
    }
    return graphs;
  }

  private static BundleManifest.TextTokenizer textTokenizer(JsonFields fields) {
    return new BundleManifest.TextTokenizer(file(fields), fields.positive("maxTokens"));
  }

  private static BundleManifest.CodecStream codecStream(JsonFields fields) {
    int frame = fields.positive("frameSamples");
    int context = fields.integer("contextSamples", 0, Integer.MAX_VALUE);
    if (context % frame != 0) {
      throw fields.wrong("contextSamples", "a multiple of frameSamples");
    }
    return new BundleManifest.CodecStream(frame, context, fields.positive("stateSize"));
  }

  private static BundleManifest.FileEntry file(JsonFields fields) {
    String file = fields.text("file");
    if (!FILE_NAME.matcher(file).matches()) {
      throw fields.wrong("file", "the plain name of a file in the bundle's folder");
    }
    String sha256 = fields.text("sha256");
    if (!SHA256.matcher(sha256).matches()) {
      throw fields.wrong("sha256", "64 lower-case hex digits");
    }
    return new BundleManifest.FileEntry(file, sha256);
  }

  private static BundleManifest.Labels labels(JsonFields fields, boolean textTower) {
    boolean head = fields.flag("head");
    List<BundleManifest.Label> items =
        fields.objects("items").stream().map(ManifestReader::label).toList();
    if (head) {
      double framesPerSecond = fields.number("framesPerSecond");
      if (!(framesPerSecond > 0)) {
        throw fields.wrong("framesPerSecond", "a number above 0");
      }
      return new BundleManifest.Labels(true, framesPerSecond, Optional.empty(), items);
    }
    if (items.isEmpty()) {
      return new BundleManifest.Labels(false, 0, Optional.empty(), items);
    }
    if (!textTower) {
      throw fields.wrong(
          "items", "an empty list, as there is neither a label head nor a text tower");
    }
    JsonFields zeroShot = fields.object("zeroShot");
    return new BundleManifest.Labels(
        false,
        0,
        Optional.of(new BundleManifest.ZeroShot(zeroShot.number("scale"), zeroShot.number("bias"))),
        items);
  }

  private static BundleManifest.Label label(JsonFields fields) {
    double threshold = fields.number("threshold");
    if (!(threshold >= 0 && threshold <= 1)) {
      throw fields.wrong("threshold", "a number from 0 to 1");
    }
    return new BundleManifest.Label(
        fields.text("name"), fields.text("prompt"), threshold, expression(fields));
  }

  private static Optional<String> expression(JsonFields fields) {
    Optional<String> named = fields.optionalText("named");
    try {
      named.ifPresent(Pattern::compile);
      return named;
    } catch (PatternSyntaxException e) {
      throw new BundleException(
          fields.wrong("named", "a regular expression").getMessage() + ": " + e.getDescription(),
          e);
    }
  }

  private static BundleManifest.Confidence confidence(JsonFields fields, boolean labelHead) {
    double naming = fields.optionalNumber("naming").orElse(0);
    if (naming != 0 && !labelHead) {
      throw fields.wrong("naming", "0, as there is no label head");
    }
    return new BundleManifest.Confidence(
        fields.number("logProbability"),
        fields.number("agreement"),
        fields.number("label"),
        naming,
        fields.optionalNumber("nothing").orElse(0),
        fields.number("bias"));
  }

  private static BundleManifest.Generation generation(
      JsonFields fields, BundleManifest.Model model, boolean calibrated) {
    OptionalInt hypotheses = fields.optionalInteger("hypotheses", 1, MOST_HYPOTHESES);
    if (hypotheses.isPresent() && !calibrated) {
      throw fields.wrong("hypotheses", "nothing, as there is no confidence to choose by");
    }
    OptionalDouble leastEnd = fields.optionalNumber("leastEnd");
    if (leastEnd.isPresent() && (leastEnd.getAsDouble() < 0 || leastEnd.getAsDouble() >= 1)) {
      throw fields.wrong("leastEnd", "a number from 0 to below 1");
    }
    int lastToken = model.vocabularySize() - 1;
    return new BundleManifest.Generation(
        new DecodeSettings(
            fields.integer("beams", 1, 16),
            fields.integer("maxLength", 2, 1024),
            fields.integer("noRepeatNgram", 0, Integer.MAX_VALUE),
            fields.number("lengthPenalty"),
            fields.flag("earlyStopping")),
        hypotheses,
        leastEnd,
        fields.integer("decoderStart", 0, lastToken),
        fields.integer("bos", 0, lastToken),
        fields.integer("eos", 0, lastToken),
        fields.integer("pad", 0, lastToken),
        fields.optionalInteger("forcedBos", 0, lastToken),
        fields.optionalInteger("forcedEos", 0, lastToken));
  }
}
