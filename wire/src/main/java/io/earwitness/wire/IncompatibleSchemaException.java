package io.earwitness.wire;

/** The registry holds a version of the subject that the new schema does not go with. */
public class IncompatibleSchemaException extends RegistryException {
  private static final long serialVersionUID = 1L;

  public IncompatibleSchemaException(String message, Throwable cause) {
    super(message, cause);
  }
}
