package io.earwitness.onnx.bundle;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The bundle of random weights among the test resources, and altered copies of it. */
public final class TinyBundle {
  public static final String RESOURCE = "tiny-bundle";

  private static final ObjectMapper JSON = new ObjectMapper();

  private TinyBundle() {}

  public static Path folder() {
    try {
      return Path.of(TinyBundle.class.getResource("/" + RESOURCE + "/bundle.json").toURI())
          .getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public static Bundle load() {
    return Bundle.load(folder());
  }

  /** A copy whose {@code bundle.json} was edited. */
  public static Path copy(Path target, Consumer<ObjectNode> edit) {
    try (Stream<Path> files = Files.list(folder())) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
      Path manifest = target.resolve(Bundle.MANIFEST);
      ObjectNode json = (ObjectNode) JSON.readTree(manifest.toFile());
      edit.accept(json);
      JSON.writeValue(manifest.toFile(), json);
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces a graph's file in a copy, and its hash in the manifest. */
  public static void replaceGraph(Path copy, GraphName graph, byte[] bytes) {
    try {
      Path manifest = copy.resolve(Bundle.MANIFEST);
      ObjectNode json = (ObjectNode) JSON.readTree(manifest.toFile());
      ObjectNode entry = (ObjectNode) json.get("graphs").get(graph.key());
      Files.write(copy.resolve(entry.get("file").textValue()), bytes);
      entry.put("sha256", sha256(bytes));
      JSON.writeValue(manifest.toFile(), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
