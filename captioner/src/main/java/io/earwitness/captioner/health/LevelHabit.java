package io.earwitness.captioner.health;

/**
 * How loud a feed usually is: a mean that follows its windows within minutes, and within an hour
 * while they are quiet, so that what is quiet for good becomes the habit. Immutable.
 *
 * @param rmsDbfs the mean
 * @param windows that made it
 */
public record LevelHabit(double rmsDbfs, int windows) {
  static final LevelHabit UNKNOWN = new LevelHabit(0, 0);

  /** Digital silence, whatever the habit. */
  private static final double SILENCE_DBFS = -90;

  private static final int LEARNT_AFTER = 12;
  private static final double FAST = 1.0 / 24;
  private static final double SLOW = 1.0 / 720;

  boolean isQuiet(double dbfs, double quietBelowHabitDb) {
    return dbfs <= SILENCE_DBFS || (windows >= LEARNT_AFTER && dbfs < rmsDbfs - quietBelowHabitDb);
  }

  LevelHabit after(double dbfs, boolean quiet) {
    if (windows == 0) {
      return quiet ? this : new LevelHabit(dbfs, 1);
    }
    double weight = quiet ? SLOW : Math.max(FAST, 1.0 / (windows + 1));
    return new LevelHabit(rmsDbfs + weight * (dbfs - rmsDbfs), Math.min(windows + 1, LEARNT_AFTER));
  }
}
