package io.earwitness.captioner.alert;

import java.util.List;

/**
 * What a rule whose incidents span a group of feeds found in a window of one of them. Goes to where
 * the group's incidents are kept.
 *
 * @param group value of the feed label that names the group
 * @param captionId of the window
 * @param found by the common clock
 */
public record GroupSighting(
    String ruleId, String group, String feedId, String captionId, List<Occurrence> found) {
  public GroupSighting {
    found = List.copyOf(found);
  }
}
