package io.earwitness.flink.start;

/** The job can't start. The message is a sentence for people, and there is no stack trace. */
public class JobStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JobStartException(String sentence) {
    super(sentence, null, false, false);
  }
}
