package io.earwitness.app.yaml;

import io.earwitness.settings.Nearest;
import io.earwitness.settings.SettingType;
import io.earwitness.settings.SettingTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The keys of one mapping of a YAML file. A value that can't be read is noted as a problem, and
 * what stands in for it is returned: one run finds all problems of a file.
 */
public final class Fields {
  private final Problems problems;
  private final Node place;
  private final Map<String, Node> keys = new LinkedHashMap<>();
  private final Map<String, Node> values = new LinkedHashMap<>();

  /**
   * @param what is expected here, for people: "a rule"
   */
  public Fields(Problems problems, Node node, String what) {
    this.problems = problems;
    this.place = node;
    if (!(node instanceof MappingNode mapping)) {
      problems.add(node, "expected " + what + ", written as 'key: value'");
      return;
    }
    for (NodeTuple entry : mapping.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode key) {
        if (values.put(key.getValue(), entry.getValueNode()) != null) {
          problems.add(key, "'%s' is there twice".formatted(key.getValue()));
        }
        keys.put(key.getValue(), key);
      } else {
        problems.add(entry.getKeyNode(), "a key must be plain text");
      }
    }
  }

  /** Notes the keys that are none of {@code known}. */
  public void allow(List<String> known) {
    keys.forEach(
        (key, node) -> {
          if (!known.contains(key)) {
            String near =
                Nearest.to(key, known.stream())
                    .map("; did you mean '%s'?"::formatted)
                    .orElse("; there are " + String.join(", ", known));
            problems.add(node, "unknown key '%s'%s".formatted(key, near));
          }
        });
  }

  public List<String> names() {
    return List.copyOf(keys.keySet());
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** Where the value of a key stands; where it is missing, the mapping itself. */
  public Node at(String key) {
    return values.getOrDefault(key, place);
  }

  public Node keyAt(String key) {
    return keys.getOrDefault(key, place);
  }

  public Optional<String> text(String key) {
    return scalar(key, SettingTypes.TEXT);
  }

  public String text(String key, String otherwise) {
    Node node = values.get(key);
    // An empty text is a text, where nothing has to be in it.
    return node instanceof ScalarNode scalar && scalar.getValue().isEmpty()
        ? ""
        : text(key).orElse(otherwise);
  }

  public Duration duration(String key) {
    return scalar(key, SettingTypes.DURATION).orElse(Duration.ZERO);
  }

  public Optional<Double> number(String key) {
    return scalar(key, SettingTypes.NUMBER);
  }

  public int count(String key, int otherwise) {
    return scalar(key, SettingTypes.INT).orElse(otherwise);
  }

  public boolean flag(String key, boolean otherwise) {
    return scalar(key, SettingTypes.BOOLEAN).orElse(otherwise);
  }

  /** A text read by {@code parse}, which says what is wrong by an IllegalArgumentException. */
  public <T> Optional<T> parsed(String key, Function<String, T> parse) {
    return text(key).flatMap(text -> parsed(at(key), key, text, parse));
  }

  public <T> List<T> parsedList(String key, Function<String, T> parse) {
    List<T> all = new ArrayList<>();
    for (Node item : items(key)) {
      string(item, key).flatMap(text -> parsed(item, key, text, parse)).ifPresent(all::add);
    }
    return all;
  }

  private <T> Optional<T> parsed(Node node, String key, String text, Function<String, T> parse) {
    try {
      return Optional.of(parse.apply(text));
    } catch (IllegalArgumentException e) {
      problems.add(node, "%s: '%s' %s".formatted(key, text, e.getMessage()));
      return Optional.empty();
    }
  }

  /** One text or a list of texts; empty where the key is missing. */
  public List<String> texts(String key) {
    return parsedList(key, text -> text);
  }

  /** The nodes of a list; a single value is a list of one. */
  public List<Node> items(String key) {
    Node node = values.get(key);
    if (node == null) {
      return List.of();
    }
    return node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
  }

  /** A mapping of texts to texts. */
  public Map<String, String> map(String key) {
    return mapping(key, "a mapping").map(Fields::allTexts).orElse(Map.of());
  }

  private Map<String, String> allTexts() {
    Map<String, String> all = new LinkedHashMap<>();
    keys.keySet().forEach(key -> text(key).ifPresent(text -> all.put(key, text)));
    return all;
  }

  public Optional<Fields> mapping(String key, String what) {
    return Optional.ofNullable(values.get(key)).map(node -> new Fields(problems, node, what));
  }

  private <T> Optional<T> scalar(String key, SettingType<T> type) {
    Node node = values.get(key);
    if (node == null) {
      return Optional.empty();
    }
    return string(node, key)
        .flatMap(
            text -> {
              try {
                return Optional.of(type.parse().apply(text.strip()));
              } catch (IllegalArgumentException | ArithmeticException e) {
                problems.add(
                    node, "%s is '%s' but must be %s".formatted(key, text, type.allowed()));
                return Optional.empty();
              }
            });
  }

  private Optional<String> string(Node node, String key) {
    if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
      return Optional.of(scalar.getValue());
    }
    problems.add(
        node,
        node instanceof ScalarNode
            ? "%s has no value".formatted(key)
            : "%s must be plain text".formatted(key));
    return Optional.empty();
  }
}
