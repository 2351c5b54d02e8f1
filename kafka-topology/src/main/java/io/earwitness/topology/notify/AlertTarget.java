package io.earwitness.topology.notify;

import io.earwitness.captioner.alert.Alert;
import java.time.Instant;

/**
 * A system that alerts are told to. Used by one thread.
 *
 * <p>A call that throws {@link DeliveryException} is made again later with the same arguments, so
 * every alert is told at least once and its revisions in their order.
 */
interface AlertTarget extends AutoCloseable {

  /** For people: {@code Alertmanager http://…}. */
  String describe();

  /**
   * Takes a revision that was told before this instance took over: only what still goes on matters.
   */
  void recall(Alert alert);

  /**
   * Tells a revision.
   *
   * @throws DeliveryException if the target did not take it
   */
  void tell(Alert alert, Instant now) throws DeliveryException, InterruptedException;

  /**
   * Does what is due by the passing of time. Called several times a second.
   *
   * @throws DeliveryException if the target does not answer
   */
  void tick(Instant now) throws DeliveryException, InterruptedException;

  /** Whether the target has to be reminded of this alert if another instance takes over. */
  boolean remembers(String alertId);

  @Override
  void close();
}
