package io.earwitness.app.feeds;

import io.earwitness.app.yaml.Fields;
import io.earwitness.app.yaml.Problems;
import io.earwitness.app.yaml.YamlFileException;
import io.earwitness.app.yaml.YamlText;
import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.ingest.Recording;
import io.earwitness.ingest.live.SourceAddress;
import io.earwitness.settings.keys.IngestSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads the feeds that people write in YAML. docs/sources.md has the format. */
public final class FeedsFile {
  static final String FEEDS = "feeds";
  private static final List<String> KEYS =
      List.of("source", "user", "password", "encoding", "chunk-length", "labels", "enabled");

  private final Problems problems;
  private final Path folder;
  private final References references;

  private FeedsFile(YamlText text, Path folder, References references) {
    this.problems = new Problems(text.label());
    this.folder = folder;
    this.references = references;
  }

  /**
   * The feeds of a file, in their order, to be looked at and not to be opened: in place of what
   * they refer to, they have its name.
   *
   * @throws YamlFileException with all that is wrong, each with line and column; without passwords
   */
  public static List<FeedChoice> look(Path file) {
    return read(YamlText.of(file), folderOf(file), References.NAMES);
  }

  static Path folderOf(Path file) {
    return file.toAbsolutePath().getParent();
  }

  /**
   * The feeds of a text, in their order; those that are switched off too.
   *
   * @param folder from which relative paths are seen
   * @throws YamlFileException with all that is wrong, each with line and column; without passwords
   */
  static List<FeedChoice> read(YamlText text, Path folder, References references) {
    Node root = text.compose(false).orElse(null);
    if (root == null) {
      throw new YamlFileException(
          List.of(
              "%s: the file is empty; no feeds are written 'feeds: {}'.".formatted(text.label())));
    }
    return new FeedsFile(text, folder, references).readAll(root);
  }

  private List<FeedChoice> readAll(Node root) {
    List<FeedChoice> choices = new ArrayList<>();
    Fields top = new Fields(problems, root, "a mapping with the key 'feeds'");
    if (root instanceof MappingNode) {
      top.allow(List.of(FEEDS));
      if (top.has(FEEDS) && top.at(FEEDS) instanceof MappingNode) {
        Fields feeds = new Fields(problems, top.at(FEEDS), "feeds");
        feeds.names().forEach(name -> readOne(name, feeds).ifPresent(choices::add));
      } else {
        problems.add(
            top.at(FEEDS), "expected 'feeds:' and under it each feed by its name, then a colon");
      }
    }
    problems.throwIfAny();
    return choices;
  }

  private Optional<FeedChoice> readOne(String name, Fields feeds) {
    try {
      Recording.requireFeedId(name);
    } catch (IllegalArgumentException e) {
      tell(feeds.keyAt(name), e.getMessage());
      return Optional.empty();
    }
    Node node = feeds.at(name);
    if (node instanceof ScalarNode) {
      return feeds
          .text(name)
          .flatMap(text -> address(node, text))
          .map(source -> new FeedChoice(name, source));
    }
    int before = problems.count();
    Fields fields = new Fields(problems, node, "a source, or a mapping with the key 'source'");
    if (!(node instanceof MappingNode)) {
      return Optional.empty();
    }
    fields.allow(KEYS);
    if (!fields.has("source")) {
      problems.add(node, "feed %s has no 'source'".formatted(name));
    }
    Optional<SourceAddress> source =
        fields
            .text("source")
            .flatMap(text -> address(fields.at("source"), text))
            .flatMap(address -> withUser(fields, address));
    FeedOptions options =
        new FeedOptions(
            encoding(fields),
            chunkLength(fields),
            fields.map("labels"),
            fields.flag("enabled", true));
    return problems.count() > before
        ? Optional.empty()
        : source.map(address -> new FeedChoice(name, address, options));
  }

  private Optional<SourceAddress> address(Node node, String written) {
    try {
      return Optional.of(SourceAddress.parse(references.resolve(written)).seenFrom(folder));
    } catch (IllegalArgumentException e) {
      tell(node, e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<SourceAddress> withUser(Fields fields, SourceAddress source) {
    if (!fields.has("user")) {
      if (fields.has("password")) {
        problems.add(fields.keyAt("password"), "a password needs a 'user'");
      }
      return Optional.of(source);
    }
    Optional<String> user = secret(fields, "user");
    Optional<String> password = secret(fields, "password");
    try {
      return user.map(known -> source.withUser(known, password.orElse("")));
    } catch (IllegalArgumentException e) {
      tell(fields.keyAt("user"), e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<String> secret(Fields fields, String key) {
    return fields
        .text(key)
        .flatMap(
            written -> {
              try {
                return Optional.of(references.resolve(written));
              } catch (IllegalArgumentException e) {
                tell(fields.at(key), key + " " + e.getMessage());
                return Optional.empty();
              }
            });
  }

  private Optional<ChunkEncoding> encoding(Fields fields) {
    return fields.parsed("encoding", FeedsFile::encodingOf);
  }

  /**
   * Reads an encoding as the setting does.
   *
   * @throws IllegalArgumentException saying what it must be
   */
  public static ChunkEncoding encodingOf(String text) {
    try {
      return ChunkEncoding.valueOf(IngestSettings.ENCODING.parse(text).name());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must be " + IngestSettings.ENCODING.allowed(), e);
    }
  }

  private Optional<Duration> chunkLength(Fields fields) {
    return fields.parsed(
        "chunk-length",
        text -> {
          try {
            return IngestSettings.CHUNK_LENGTH.parse(text);
          } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException(
                "must be " + IngestSettings.CHUNK_LENGTH.allowed(), e);
          }
        });
  }

  /** Problems end without a full stop. */
  private void tell(Node node, String sentence) {
    problems.add(node, sentence.replaceFirst("\\.$", ""));
  }
}
