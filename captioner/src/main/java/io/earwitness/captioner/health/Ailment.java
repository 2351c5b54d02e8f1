package io.earwitness.captioner.health;

import io.earwitness.captioner.event.FeedEvent;
import java.time.Instant;

/**
 * A state in which a feed is not well, from when on. Immutable.
 *
 * @param eventId of the feed event that told it
 * @param since by the clock of the machine
 * @param at by the feed's clock
 * @param detail one sentence for people
 */
public record Ailment(
    String eventId, FeedEvent.Kind kind, Instant since, Instant at, String detail) {}
