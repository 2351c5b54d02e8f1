package io.earwitness.cluster;

import java.util.ArrayList;
import java.util.List;

/** What happens to the parts that a job needs. */
enum Blow {
  TASK_MANAGER("a TaskManager was killed"),
  JOB_MANAGER("the JobManager was killed"),
  BROKER("the broker was killed"),
  REGISTRY("the registry was killed"),
  JOB_MANAGER_AWAY("the JobManager was away until the TaskManagers gave up");

  private final String told;

  Blow(String told) {
    this.told = told;
  }

  /** For people: what was done. */
  String told() {
    return told;
  }

  /**
   * The blows of a round: each part in turn.
   *
   * @param withAbsence whether the JobManager is away for long, too, which takes a minute more
   */
  static List<Blow> ofRound(boolean withAbsence) {
    List<Blow> blows = new ArrayList<>(List.of(TASK_MANAGER, JOB_MANAGER, BROKER, REGISTRY));
    if (withAbsence) {
      blows.add(JOB_MANAGER_AWAY);
    }
    return blows;
  }
}
