package io.earwitness.app.yaml;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * YAML as people wrote it.
 *
 * @param label what messages call it: the file's name, say
 */
public record YamlText(String label, String text) {
  /**
   * Reads a file.
   *
   * @throws YamlFileException if it is missing, or no text
   */
  public static YamlText of(Path file) {
    try {
      return new YamlText(file.toString(), Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new YamlFileException("There is no file %s.".formatted(file), e);
    } catch (CharacterCodingException e) {
      throw new YamlFileException("%s is no text in UTF-8.".formatted(file), e);
    } catch (IOException e) {
      throw new YamlFileException("%s can't be read: %s.".formatted(file, e), e);
    }
  }

  /**
   * Its nodes; nothing where there is none.
   *
   * @param comments whether to keep them beside the nodes
   * @throws YamlFileException if it is not YAML
   */
  public Optional<Node> compose(boolean comments) {
    try {
      LoadSettings settings =
          LoadSettings.builder()
              .setLabel(label)
              .setAllowDuplicateKeys(true)
              .setParseComments(comments)
              .build();
      return new Compose(settings).composeString(text);
    } catch (MarkedYamlEngineException e) {
      Problems problems = new Problems(label);
      problems.add(e.getProblemMark(), "not YAML: " + e.getProblem());
      problems.throwIfAny();
      throw e;
    } catch (YamlEngineException e) {
      throw new YamlFileException("%s: not YAML: %s.".formatted(label, e.getMessage()), e);
    }
  }
}
