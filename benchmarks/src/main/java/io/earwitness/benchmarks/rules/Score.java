package io.earwitness.benchmarks.rules;

import io.earwitness.captioner.alert.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How well a rule finds the clips that it should.
 *
 * @param expected clips with the rule's label
 * @param found of these, those that an alert lies over
 * @param right alerts that lie over such a clip
 * @param wrong alerts that lie over none
 * @param wrongOver what these lay over, and how often
 */
record Score(int expected, int found, int right, int wrong, Map<String, Integer> wrongOver) {

  double precision() {
    return right + wrong == 0 ? 1 : (double) right / (right + wrong);
  }

  double recall() {
    return expected == 0 ? 1 : (double) found / expected;
  }

  /**
   * @param alerts of one rule, the last word of each, with times counted from the epoch
   */
  static Score of(String label, List<Alert> alerts, List<ClipFeed> feeds) {
    Set<ClipFeed.Placed> found = new HashSet<>();
    Map<String, Integer> wrongOver = new TreeMap<>();
    int expected = 0;
    int right = 0;
    int wrong = 0;
    for (ClipFeed feed : feeds) {
      for (ClipFeed.Placed placed : feed.clips()) {
        expected += placed.clip().label().equals(label) ? 1 : 0;
      }
    }
    for (Alert alert : alerts) {
      List<ClipFeed.Placed> under = under(alert, feeds);
      List<ClipFeed.Placed> wanted =
          under.stream().filter(placed -> placed.clip().label().equals(label)).toList();
      found.addAll(wanted);
      if (wanted.isEmpty()) {
        wrong++;
        under.forEach(placed -> wrongOver.merge(placed.clip().label(), 1, Integer::sum));
      } else {
        right++;
      }
    }
    return new Score(expected, found.size(), right, wrong, wrongOver);
  }

  private static List<ClipFeed.Placed> under(Alert alert, List<ClipFeed> feeds) {
    Duration begin = Duration.between(Instant.EPOCH, alert.begin());
    Duration end = Duration.between(Instant.EPOCH, alert.end().orElse(Instant.MAX.minusSeconds(1)));
    return feeds.stream()
        .filter(feed -> feed.name().equals(alert.feedId()))
        .flatMap(feed -> feed.clips().stream())
        .filter(placed -> placed.begin().compareTo(end) < 0 && placed.end().compareTo(begin) > 0)
        .toList();
  }
}
