package io.earwitness.onnx.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/** What the processor says of itself. */
public final class Processor {
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");
  private static final Set<String> BYTE_PRODUCTS =
      Set.of("avx512_vnni", "avx_vnni", "amx_int8", "asimddp", "i8mm");

  private Processor() {}

  /**
   * Whether this processor adds up products of bytes in 32 bits, as 8-bit bundles want it; true
   * where it can't be told.
   */
  public static boolean addsByteProducts() {
    try {
      return addsByteProducts(Files.readString(CPUINFO));
    } catch (IOException e) {
      return true; // no Linux: nothing to warn of
    }
  }

  static boolean addsByteProducts(String cpuinfo) {
    return cpuinfo
        .lines()
        .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
        .findFirst()
        .map(line -> Arrays.stream(line.split("\\s+")).anyMatch(BYTE_PRODUCTS::contains))
        .orElse(true);
  }
}
