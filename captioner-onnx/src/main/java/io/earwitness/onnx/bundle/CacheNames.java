package io.earwitness.onnx.bundle;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Names of the key and value tensors of all decoder layers. */
public final class CacheNames {
  private CacheNames() {}

  /**
   * {@code kind_key.0, kind_value.0, kind_key.1, …}
   *
   * @param kind {@code cross}, {@code past} or {@code present}
   */
  public static List<String> of(String kind, int layers) {
    return IntStream.range(0, layers)
        .boxed()
        .flatMap(i -> Stream.of("%s_key.%d".formatted(kind, i), "%s_value.%d".formatted(kind, i)))
        .toList();
  }
}
