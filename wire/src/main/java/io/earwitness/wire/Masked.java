package io.earwitness.wire;

import io.earwitness.settings.Secrets;
import java.util.Map;
import java.util.TreeMap;

/** Properties as they may be shown in a log. */
final class Masked {
  private static final String MASK = "********";

  private Masked() {}

  static Map<String, String> properties(Map<String, String> properties) {
    Map<String, String> shown = new TreeMap<>(properties);
    shown.replaceAll((key, value) -> Secrets.soundLikeOne(key) ? MASK : value);
    return shown;
  }
}
