package io.earwitness.cluster;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four kills a round, and a fraction of a minute each: three rounds take about three minutes on two
 * idle cores, thirty about half an hour ({@code mvn verify -Psoak -pl cluster-tests -am
 * -Dit.test=ClusterKillsIT -Dfailsafe.failIfNoSpecifiedTests=false}). {@code
 * -Dcluster.kills.rounds=N} chooses another number for the long one; each round that has passed is
 * printed, with every window until then checked, so one that is broken off still says something.
 */
class ClusterKillsIT {
  private static final String ROUNDS = "cluster.kills.rounds";

  /** The processes' logs lie there, for whoever must find out why it failed. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void everyWindowIsCaptionedOnceAndInOrderWhilePartsAreKilledThreeTimes() throws Exception {
    new ClusterKills(folder, 3).run();
  }

  @Test
  @Tag("soak")
  void everyWindowIsCaptionedOnceAndInOrderWhilePartsAreKilledThirtyTimes() throws Exception {
    new ClusterKills(folder, Integer.getInteger(ROUNDS, 30)).run();
  }
}
