package io.earwitness.settings;

/**
 * A family of keys that belong to someone else (a Kafka client's, say) and are handed on as they
 * are.
 *
 * @param prefix of the keys, without the final dot: {@code kafka.properties}
 */
public record PassThrough(String prefix, String sentence) {
  boolean holds(String key) {
    return key.startsWith(prefix + ".") && key.length() > prefix.length() + 1;
  }

  String inner(String key) {
    return key.substring(prefix.length() + 1);
  }
}
