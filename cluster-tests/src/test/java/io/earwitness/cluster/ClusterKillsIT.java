package io.earwitness.cluster;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterKillsIT {
  @TempDir Path folder;

  @Test
  void everyWindowIsCaptionedOnceAndInOrderWhilePartsAreKilledThreeTimes() throws Exception {
    new ClusterKills(folder, 3).run();
  }

  @Test
  @Tag("soak")
  void everyWindowIsCaptionedOnceAndInOrderWhilePartsAreKilledThirtyTimes() throws Exception {
    new ClusterKills(folder, 30).run();
  }
}
