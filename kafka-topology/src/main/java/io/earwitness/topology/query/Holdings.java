package io.earwitness.topology.query;

import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.sound.SoundEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What this instance holds of the feeds' state, and which instances hold the rest. Safe for use by
 * several threads. Every method throws {@link io.earwitness.web.RefusedException} while the
 * instance starts, hands over partitions or stops.
 */
public interface Holdings {

  /** Which of an instance's copies of the state are read. */
  enum Copies {
    /** Those that it works on. */
    ACTIVE,
    /** Those that it keeps warm for another instance too; they may lag behind. */
    ALL
  }

  /**
   * Where a feed's state is.
   *
   * @param active the instance that works on it; empty while it is handed over
   * @param standbys instances that keep it warm
   */
  record Place(Optional<Instance> active, List<Instance> standbys) {}

  /**
   * All instances.
   *
   * @param instances this one included, in order
   * @param unheld partitions of captions that none of them works on just now
   */
  record Group(List<Instance> instances, int unheld) {}

  /** A feed's captions; {@code more} if there are earlier ones in the span asked for. */
  record Stretch(List<CaptionEvent> captions, boolean more) {}

  Instance self();

  Place placeOf(String feedId);

  Group group();

  /** The feeds, by name. */
  List<FeedStanding> feeds(Copies copies);

  Optional<FeedStanding> feed(String feedId, Copies copies);

  /**
   * The newest captions whose windows begin within a span, oldest first.
   *
   * @param from inclusive
   * @param to exclusive
   * @param most at most so many, at least 1
   */
  Stretch timeline(String feedId, Instant from, Instant to, int most, Copies copies);

  /** The sound events that go on. */
  List<SoundEvent> openSounds(Copies copies);

  /** The alerts that fire. */
  List<Alert> firingAlerts(Copies copies);

  /** All rules, by name: every instance has them. */
  List<AlertRule> rules();
}
