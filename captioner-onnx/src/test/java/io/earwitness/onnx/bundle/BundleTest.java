package io.earwitness.onnx.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BundleTest {
  @TempDir Path folder;

  @Test
  void isNamedByTheHashOfItsManifest() throws IOException {
    Bundle bundle = TinyBundle.load();

    byte[] manifest = Files.readAllBytes(TinyBundle.folder().resolve("bundle.json"));
    assertThat(bundle.identity().name()).isEqualTo("earwitness-tiny");
    assertThat(bundle.identity().sha256()).isEqualTo(TinyBundle.sha256(manifest));
  }

  @Test
  void loadsFromTheClassPathAsFromAFolder() {
    Bundle bundle =
        Bundle.load(BundleSource.resources(BundleTest.class.getClassLoader(), TinyBundle.RESOURCE));

    assertThat(bundle.sha256()).isEqualTo(TinyBundle.load().sha256());
    assertThat(bundle.manifest()).isEqualTo(TinyBundle.load().manifest());
    assertThat(bundle.pathOf(bundle.manifest().tokenizer())).isEmpty();
  }

  @Test
  void readsHowSureACaptionIsAndHowAKindIsNamed() {
    TinyBundle.copy(
        folder,
        json -> {
          json.putObject("confidence")
              .put("logProbability", 2.0)
              .put("agreement", 1.0)
              .put("label", 0.5)
              .put("naming", 0.25)
              .put("nothing", 0.5)
              .put("bias", -1);
          json.withObject("generation").put("hypotheses", 12).put("leastEnd", 0.05);
          ((ObjectNode) json.at("/labels/items/0")).put("named", "\\bdogs?\\b");
        });
    BundleManifest manifest = Bundle.load(folder).manifest();
    assertThat(manifest.labels().items().get(0).named()).contains("\\bdogs?\\b");
    assertThat(manifest.labels().items().get(1).named()).isEmpty();
    BundleManifest.Confidence confidence = manifest.confidence().orElseThrow();
    assertThat(confidence.of(-0.5, 0.8, 0.4, -4, false))
        .isEqualTo(1 / (1 + Math.exp(2.0)), within(1e-12));
    assertThat(confidence.of(-0.5, 0.8, 0.4, -4, true))
        .isEqualTo(1 / (1 + Math.exp(1.5)), within(1e-12));
    assertThat(manifest.generation().hypotheses()).hasValue(12);
    assertThat(manifest.generation().leastEnd()).hasValue(0.05);
  }

  @Test
  void namesAMissingManifest() {
    assertThatThrownBy(() -> Bundle.load(folder))
        .isInstanceOf(BundleException.class)
        .hasMessage(folder + "/bundle.json is missing");
  }

  @Test
  void namesAMissingFile() throws IOException {
    TinyBundle.copy(folder, json -> {});
    Files.delete(folder.resolve("encoder.onnx"));

    assertThatThrownBy(() -> Bundle.load(folder))
        .isInstanceOf(BundleException.class)
        .hasMessage(folder + "/encoder.onnx is missing");
  }

  @Test
  void namesADamagedFile() throws IOException {
    TinyBundle.copy(folder, json -> {});
    Path decoder = folder.resolve("decoder.onnx");
    byte[] bytes = Files.readAllBytes(decoder);
    bytes[bytes.length / 2] ^= 1;
    Files.write(decoder, bytes);

    assertThatThrownBy(() -> Bundle.load(folder))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("decoder.onnx is damaged")
        .hasMessageContaining(TinyBundle.sha256(bytes));
  }

  @Test
  void namesTheLineOfBrokenJson() throws IOException {
    Files.writeString(folder.resolve("bundle.json"), "{\n\"format\": 1,\n}");

    assertThatThrownBy(() -> Bundle.load(folder))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("bundle.json is not JSON")
        .hasMessageEndingWith("line 3");
  }

  @ParameterizedTest
  @MethodSource("wrongManifests")
  void namesAWrongField(String sentence, Consumer<ObjectNode> edit) {
    TinyBundle.copy(folder, edit);

    assertThatThrownBy(() -> Bundle.load(folder))
        .isInstanceOf(BundleException.class)
        .hasMessage(folder + "/bundle.json: " + sentence);
  }

  static Stream<Arguments> wrongManifests() {
    return Stream.of(
        wrong("format is 2, expected 1", json -> json.put("format", 2)),
        wrong("format is missing, expected a whole number", json -> json.remove("format")),
        wrong("name is \"\", expected a text", json -> json.put("name", "")),
        wrong(
            "generation.hypotheses is 12, expected nothing, as there is no confidence to choose by",
            json -> json.withObject("generation").put("hypotheses", 12)),
        wrong(
            "generation.leastEnd is 1, expected a number from 0 to below 1",
            json -> json.withObject("generation").put("leastEnd", 1)),
        wrong(
            "confidence.bias is missing, expected a number",
            json ->
                json.putObject("confidence")
                    .put("logProbability", 1)
                    .put("agreement", 1)
                    .put("label", 1)),
        wrong(
            "labels.items[0].named is \"(dog\", expected a regular expression: Unclosed group",
            json -> ((ObjectNode) json.at("/labels/items/0")).put("named", "(dog")),
        wrong(
            "audio.sampleRate is \"16000\", expected a whole number",
            json -> json.withObject("audio").put("sampleRate", "16000")),
        wrong(
            "audio.maxSamples is 5, expected a number from 16000 to 2147483647",
            json -> json.withObject("audio").put("maxSamples", 5)),
        wrong(
            "model.heads is 0, expected a number from 1 to 2147483647",
            json -> json.withObject("model").put("heads", 0)),
        wrong(
            "graphs.codec is missing, expected an object",
            json -> json.withObject("graphs").remove("codec")),
        wrong(
            "graphs.codec.file is \"../codec.onnx\", expected the plain name of a file in the"
                + " bundle's folder",
            json -> json.withObject("graphs").withObject("codec").put("file", "../codec.onnx")),
        wrong(
            "tokenizer.sha256 is \"ABC\", expected 64 lower-case hex digits",
            json -> json.withObject("tokenizer").put("sha256", "ABC")),
        wrong(
            "graphs.clapText and textTokenizer belong together, but one is missing",
            json -> json.remove("textTokenizer")),
        wrong(
            "graphs.codecStream and codecStream belong together, but one is missing",
            json -> json.set("codecStream", stream(4))),
        wrong(
            "codecStream.contextSamples is 3, expected a multiple of frameSamples",
            json -> json.set("codecStream", stream(3))),
        wrong(
            "labels.items[1].threshold is 1.5, expected a number from 0 to 1",
            json -> ((ObjectNode) json.at("/labels/items/1")).put("threshold", 1.5)),
        wrong(
            "labels.zeroShot is missing, expected an object",
            json -> json.withObject("labels").put("head", false)),
        wrong(
            "generation.eos is 320, expected a number from 0 to 319",
            json -> json.withObject("generation").put("eos", 320)));
  }

  private static ObjectNode stream(int contextSamples) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("frameSamples", 2)
        .put("contextSamples", contextSamples)
        .put("stateSize", 1);
  }

  private static Arguments wrong(String sentence, Consumer<ObjectNode> edit) {
    return Arguments.of(sentence, edit);
  }
}
