package io.earwitness.flink.write;

/**
 * An event on its way to a transaction whose commit is not certain yet.
 *
 * @param run of the job that sent it
 * @param afterCheckpoint the newest checkpoint begun before it was sent: the next one's transaction
 *     holds it
 */
public record SentEvent(String run, long afterCheckpoint, OutgoingEvent event) {}
