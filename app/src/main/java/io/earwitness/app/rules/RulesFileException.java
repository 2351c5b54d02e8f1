package io.earwitness.app.rules;

import java.util.List;

/** A file of rules can't be used. The message has one sentence a problem, each with its place. */
public class RulesFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RulesFileException(List<String> problems) {
    super(String.join("\n", problems));
  }

  RulesFileException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
