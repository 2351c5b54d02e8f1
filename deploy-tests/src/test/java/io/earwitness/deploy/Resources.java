package io.earwitness.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The resources in the deploy folder, as they are written there. */
final class Resources {
  static final Path FOLDER = Path.of("../deploy");
  static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** What kustomize reads itself. */
  private static final List<String> OTHERS =
      List.of("kustomization.yaml", "earwitness.yaml", "names.yaml");

  private Resources() {}

  /**
   * Every document of every file of the base and of what may be added to it, kustomizations and
   * settings left out.
   */
  static List<JsonNode> all() throws IOException {
    List<JsonNode> resources = new ArrayList<>();
    for (String folder : List.of("base", "backfill")) {
      for (Path file : filesOf(FOLDER.resolve(folder))) {
        resources.addAll(in(file));
      }
    }
    return resources;
  }

  /** Every document that `deploy/check.sh --render` built, where that was done. */
  static List<JsonNode> rendered() throws IOException {
    Path folder = Path.of("../target/deploy-check/rendered");
    List<JsonNode> resources = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      for (Path file : filesOf(folder)) {
        resources.addAll(in(file));
      }
    }
    return resources;
  }

  private static List<Path> filesOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> !OTHERS.contains(file.getFileName().toString()))
          .sorted()
          .toList();
    }
  }

  static List<JsonNode> in(Path file) throws IOException {
    try (MappingIterator<JsonNode> documents =
        YAML.readerFor(JsonNode.class).readValues(Files.readString(file))) {
      return documents.readAll();
    }
  }

  /** The only one of its kind and name. */
  static JsonNode only(String kind, String name) throws IOException {
    List<JsonNode> found =
        all().stream()
            .filter(resource -> resource.path("kind").asText().equals(kind))
            .filter(resource -> resource.path("metadata").path("name").asText().equals(name))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError("%d resources %s/%s".formatted(found.size(), kind, name));
    }
    return found.get(0);
  }
}
