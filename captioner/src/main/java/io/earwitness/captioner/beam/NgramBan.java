package io.earwitness.captioner.beam;

/**
 * Tells which tokens would repeat an n-gram of a sequence (Hugging Face's no_repeat_ngram_size).
 */
final class NgramBan {
  private final int size;

  /**
   * @param size n; 0 for no ban
   */
  NgramBan(int size) {
    this.size = size;
  }

  /** Whether {@code token} after the first {@code length} of {@code tokens} repeats an n-gram. */
  boolean forbids(int[] tokens, int length, int token) {
    if (size == 0) {
      return false;
    }
    int suffix = length - (size - 1);
    for (int begin = 0; begin < suffix; begin++) {
      if (tokens[begin + size - 1] == token && sameRun(tokens, begin, suffix)) {
        return true;
      }
    }
    return false;
  }

  private boolean sameRun(int[] tokens, int a, int b) {
    for (int i = 0; i < size - 1; i++) {
      if (tokens[a + i] != tokens[b + i]) {
        return false;
      }
    }
    return true;
  }
}
