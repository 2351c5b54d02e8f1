package io.earwitness.settings;

import java.util.List;

/** Settings that can't be used. The message has one sentence a problem, each on a line. */
public class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SettingsException(List<String> problems) {
    super(String.join("\n", problems));
  }

  public SettingsException(String problem) {
    super(problem);
  }

  public SettingsException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
