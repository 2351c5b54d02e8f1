package io.earwitness.cluster;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four kills a round. CONTRIBUTING.md has the command for thirty rounds; {@code
 * -Dcluster.kills.rounds=N} chooses another number for them. Each round that has passed is told,
 * with every window until then checked, so a run that is broken off still says something.
 */
class ClusterKillsIT {
  private static final String ROUNDS = "cluster.kills.rounds";

  /** In the first round, the eleventh, and so on. */
  private static final int ABSENCE = 10;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void everyWindowIsCaptionedOnceAndInOrderWhilePartsAreKilledThreeTimes() throws Exception {
    new ClusterKills(folder, 3, 0).run();
  }

  @Test
  @Tag("soak")
  void everyWindowIsCaptionedOnceAndInOrderWhilePartsAreKilledThirtyTimes() throws Exception {
    new ClusterKills(folder, Integer.getInteger(ROUNDS, 30), ABSENCE).run();
  }
}
