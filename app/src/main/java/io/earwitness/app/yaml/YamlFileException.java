package io.earwitness.app.yaml;

import java.util.List;

/** A YAML file of people can't be used. The message has one sentence a problem, with its place. */
public class YamlFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public YamlFileException(List<String> problems) {
    super(String.join("\n", problems));
  }

  public YamlFileException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
