package io.earwitness.app.page.feeds;

import java.time.Instant;

/**
 * How the source of a feed that is played here is doing, as far as it is known.
 *
 * @param since when it began to be played, or was last found or lost
 * @param reason why no sound may come: one sentence, or empty
 */
public record SourceState(Instant since, String reason) {}
