package io.earwitness.benchmarks.page;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;

/**
 * How much processor time this process and the threads of its page have used so far.
 *
 * @param nanos a moment, by {@link System#nanoTime}
 * @param pageNanos of each thread of the page, by its id
 */
record CpuTimes(long nanos, long processNanos, Map<Long, Long> pageNanos) {
  static CpuTimes now() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Map<Long, Long> page = new HashMap<>();
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && isOfPage(thread.getThreadName())) {
        page.put(thread.getThreadId(), threads.getThreadCpuTime(thread.getThreadId()));
      }
    }
    var process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new CpuTimes(System.nanoTime(), process.getProcessCpuTime(), page);
  }

  /** Those that follow topics, draw and tell, and those of its server. */
  private static boolean isOfPage(String name) {
    return name.startsWith("page-") || name.startsWith("Jetty");
  }

  /** Of the page's threads that were there before, and those that began since; 1 is a core. */
  double pageShareSince(CpuTimes before) {
    long used =
        pageNanos.entrySet().stream()
            .mapToLong(now -> now.getValue() - before.pageNanos.getOrDefault(now.getKey(), 0L))
            .sum();
    return (double) used / (nanos - before.nanos);
  }

  double processShareSince(CpuTimes before) {
    return (double) (processNanos - before.processNanos) / (nanos - before.nanos);
  }
}
