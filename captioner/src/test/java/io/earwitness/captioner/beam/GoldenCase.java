package io.earwitness.captioner.beam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earwitness.captioner.caption.DecodeSettings;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * One run of Hugging Face's {@code generate}, step by step, as beam_search_golden.py recorded it.
 */
record GoldenCase(JsonNode tokens, JsonNode run) {

  /** What the decoder said at one step, and what was chosen from it. */
  record Step(float[] logProbs, long[] tokenIds, JsonNode nextTokens, JsonNode beamOrigins) {}

  static List<GoldenCase> all() throws IOException {
    try (InputStream in = GoldenCase.class.getResourceAsStream("beam_search_golden.json")) {
      JsonNode file = new ObjectMapper().readTree(in);
      return list(file.get("cases")).stream().map(run -> new GoldenCase(file, run)).toList();
    }
  }

  DecodeSettings settings() {
    return new DecodeSettings(
        run.get("beams").intValue(),
        run.get("maxLength").intValue(),
        run.get("noRepeatNgram").intValue(),
        run.get("lengthPenalty").doubleValue(),
        run.get("earlyStopping").booleanValue());
  }

  SpecialTokens special() {
    boolean forced = run.get("forced").booleanValue();
    int bos = tokens.get("bos").intValue();
    int eos = tokens.get("eos").intValue();
    return new SpecialTokens(
        tokens.get("decoderStart").intValue(),
        bos,
        eos,
        tokens.get("pad").intValue(),
        forced ? OptionalInt.of(bos) : OptionalInt.empty(),
        forced ? OptionalInt.of(eos) : OptionalInt.empty());
  }

  int topK() {
    return run.get("topK").intValue();
  }

  List<Step> steps() {
    return list(run.get("steps")).stream()
        .map(
            step ->
                new Step(
                    floats(step.get("logProbs")),
                    longs(step.get("tokenIds")),
                    step.path("nextTokens"),
                    step.path("beamOrigins")))
        .toList();
  }

  /** The sequences without start, forced first token, end and padding, best first. */
  List<int[]> sequences() {
    SpecialTokens special = special();
    int skipped = special.forcedBos().isPresent() ? 2 : 1;
    return list(run.get("sequences")).stream()
        .map(
            sequence ->
                list(sequence).stream()
                    .skip(skipped)
                    .mapToInt(JsonNode::intValue)
                    .takeWhile(token -> token != special.eos())
                    .toArray())
        .toList();
  }

  /** The sequences' scores; empty for a greedy search. */
  double[] scores() {
    return list(run.get("scores")).stream().mapToDouble(JsonNode::doubleValue).toArray();
  }

  @Override
  public String toString() {
    return settings() + (run.get("forced").booleanValue() ? " forced" : "");
  }

  private static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  private static float[] floats(JsonNode rows) {
    List<JsonNode> values = list(rows).stream().flatMap(row -> list(row).stream()).toList();
    float[] floats = new float[values.size()];
    IntStream.range(0, floats.length).forEach(i -> floats[i] = values.get(i).floatValue());
    return floats;
  }

  private static long[] longs(JsonNode rows) {
    return list(rows).stream()
        .flatMap(row -> list(row).stream())
        .mapToLong(JsonNode::longValue)
        .toArray();
  }
}
