package io.earwitness.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * What one released version of the schemas looked like: for each event its schema, the bytes of one
 * event and the same event as Avro's JSON. Written once by {@link GoldenWriter} and never changed.
 */
record GoldenVersion(Path folder) {
  private static final Path ROOT = Path.of("src/test/resources/golden");

  static List<GoldenVersion> all() {
    try (Stream<Path> folders = Files.list(ROOT)) {
      return folders.sorted().map(GoldenVersion::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static GoldenVersion named(String name) {
    return new GoldenVersion(ROOT.resolve(name));
  }

  List<String> events() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".avsc"))
          .map(name -> name.replace(".avsc", ""))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Schema schema(String event) throws IOException {
    return new Schema.Parser().parse(schemaFile(event).toFile());
  }

  byte[] bytes(String event) throws IOException {
    return Files.readAllBytes(bytesFile(event));
  }

  String json(String event) throws IOException {
    return Files.readString(jsonFile(event));
  }

  Path schemaFile(String event) {
    return folder.resolve(event + ".avsc");
  }

  Path bytesFile(String event) {
    return folder.resolve(event + ".bin");
  }

  Path jsonFile(String event) {
    return folder.resolve(event + ".json");
  }

  @Override
  public String toString() {
    return folder.getFileName().toString();
  }
}
