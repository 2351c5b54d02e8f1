package io.earwitness.app.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole process with the default bundle, many feeds at full speed, for at least twenty minutes
 * and ten thousand windows: its memory must not grow.
 */
@Tag("soak")
class EnduranceIT {
  private static final Duration LENGTH = Duration.ofMinutes(20);
  private static final Duration SETTLING = Duration.ofMinutes(5);

  /** All the sound rushes in first. */
  private static final Duration FIRST_CAPTION = Duration.ofMinutes(10);

  private static final int WINDOWS = 10_000;
  private static final int FEEDS = 20;

  /** 26,400 windows: two cores are busy with them for all of the time. */
  private static final Duration RECORDING = Duration.ofMinutes(110);

  private static final Path BUNDLE = Path.of("../models/default").toAbsolutePath().normalize();

  @TempDir Path folder;

  @Test
  void memoryStaysFlatOverTenThousandWindows() throws Exception {
    int samples = (int) Scenes.RATE.samplesIn(RECORDING);
    Path file = Scenes.write(folder, "scene", 1, samples);
    List<String> arguments = new ArrayList<>(List.of("up", "--speed", "max"));
    arguments.addAll(List.of("--bundle", BUNDLE.toString()));
    arguments.addAll(List.of("--data", folder.resolve("data").toString()));
    for (int feed = 0; feed < FEEDS; feed++) {
      arguments.addAll(List.of("--feed", "feed-%02d=%s".formatted(feed, file)));
    }
    List<MemoryUse> uses = new ArrayList<>();
    try (var process = EarwitnessProcess.start(arguments)) {
      process.awaitPrinted(1, FIRST_CAPTION);
      long begin = System.nanoTime();
      while (process.printed().size() < WINDOWS || since(begin).compareTo(LENGTH) < 0) {
        // Not a wait for anything: a look at a process that runs on.
        TimeUnit.SECONDS.sleep(20);
        MemoryUse use = MemoryUse.of(process.pid(), since(begin));
        System.out.printf("%s, %d windows%n", use, process.printed().size());
        uses.add(use);
        assertThat(process.isAlive()).as("it said %s", process.said()).isTrue();
      }
      process.stop();
      process.await(Duration.ofMinutes(1));
    }
    List<MemoryUse> settled =
        uses.stream().filter(use -> use.after().compareTo(SETTLING) > 0).toList();
    List<MemoryUse> early = settled.subList(0, settled.size() / 2);
    List<MemoryUse> late = settled.subList(settled.size() / 2, settled.size());
    assertThat(MemoryUse.meanResident(late))
        .as("MiB resident: %s", uses)
        .isLessThan(1.03 * MemoryUse.meanResident(early));
    assertThat(MemoryUse.meanHeap(late))
        .as("MiB of live heap: %s", uses)
        .isLessThan(1.1 * MemoryUse.meanHeap(early));
  }

  private static Duration since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}
