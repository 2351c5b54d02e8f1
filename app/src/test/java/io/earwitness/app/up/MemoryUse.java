package io.earwitness.app.up;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What another JVM holds at one instant.
 *
 * @param after time since the first look
 * @param residentMib resident memory of the process, native memory included
 * @param heapMib heap in use after a full collection
 */
record MemoryUse(Duration after, double residentMib, double heapMib) {
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final Pattern GENERATION = Pattern.compile("(?:generation|heap).*used (\\d+)K");

  static MemoryUse of(long pid, Duration after) throws IOException, InterruptedException {
    jcmd(pid, "GC.run");
    double heap = 0;
    Matcher generations = GENERATION.matcher(jcmd(pid, "GC.heap_info"));
    while (generations.find()) {
      heap += Long.parseLong(generations.group(1)) / 1024.0;
    }
    Matcher resident =
        RESIDENT.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
    if (!resident.find()) {
      throw new IOException("process %d has no resident memory".formatted(pid));
    }
    return new MemoryUse(after, Long.parseLong(resident.group(1)) / 1024.0, heap);
  }

  static double meanResident(Collection<MemoryUse> uses) {
    return uses.stream().mapToDouble(MemoryUse::residentMib).average().orElseThrow();
  }

  static double meanHeap(Collection<MemoryUse> uses) {
    return uses.stream().mapToDouble(MemoryUse::heapMib).average().orElseThrow();
  }

  private static String jcmd(long pid, String what) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(jcmd, Long.toString(pid), what).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("jcmd %s: %s".formatted(what, output));
    }
    return output;
  }

  @Override
  public String toString() {
    return "%d s: %.0f MiB resident, %.0f MiB of heap"
        .formatted(after.toSeconds(), residentMib, heapMib);
  }
}
