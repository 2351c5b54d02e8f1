package io.earwitness.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads a YAML file, its nested keys joined by dots, and remembers the line of each value. */
final class YamlFile {
  private final Path path;
  private final Map<String, RawValue> values = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  private YamlFile(Path path) {
    this.path = path;
  }

  /**
   * @throws SettingsException if the file is missing, unreadable or not a mapping of settings
   */
  static Map<String, RawValue> read(Path path) {
    YamlFile file = new YamlFile(path);
    file.compose().ifPresent(root -> file.flatten("", root));
    if (!file.problems.isEmpty()) {
      throw new SettingsException(file.problems);
    }
    return file.values;
  }

  private Optional<Node> compose() {
    try {
      LoadSettings settings = LoadSettings.builder().setLabel(path.toString()).build();
      return new Compose(settings).composeString(Files.readString(path));
    } catch (NoSuchFileException e) {
      throw new SettingsException("There is no settings file %s.".formatted(path), e);
    } catch (IOException e) {
      throw new SettingsException("The settings file %s can't be read: %s".formatted(path, e), e);
    } catch (MarkedYamlEngineException e) {
      String where = e.getProblemMark().map(this::at).orElse(path.toString());
      throw new SettingsException("%s: not YAML: %s.".formatted(where, e.getProblem()), e);
    }
  }

  private void flatten(String key, Node node) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        String name = name(entry.getKeyNode());
        flatten(key.isEmpty() ? name : key + "." + name, entry.getValueNode());
      }
    } else if (key.isEmpty()) {
      problems.add("%s: expected a mapping from settings to values.".formatted(at(node)));
    } else if (node instanceof SequenceNode sequence) {
      put(key, node, String.join(",", sequence.getValue().stream().map(this::item).toList()));
    } else if (node.getTag().equals(Tag.NULL)) {
      problems.add("%s: %s has no value.".formatted(at(node), key));
    } else {
      put(key, node, ((ScalarNode) node).getValue());
    }
  }

  private String name(Node key) {
    if (key instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    problems.add("%s: a key must be plain text.".formatted(at(key)));
    return "?";
  }

  private String item(Node node) {
    if (node instanceof ScalarNode scalar && !scalar.getValue().contains(",")) {
      return scalar.getValue();
    }
    problems.add("%s: an item of a list must be plain text without a comma.".formatted(at(node)));
    return "";
  }

  private void put(String key, Node node, String text) {
    RawValue earlier = values.put(key, new RawValue(text, at(node)));
    if (earlier != null) {
      problems.add("%s: %s was already set at %s.".formatted(at(node), key, earlier.origin()));
    }
  }

  private String at(Node node) {
    return node.getStartMark().map(this::at).orElse(path.toString());
  }

  private String at(Mark mark) {
    return "%s:%d".formatted(path, mark.getLine() + 1);
  }
}
