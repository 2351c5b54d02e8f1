/**
 * Answers over HTTP what the application knows of the feeds, whichever of its instances holds it.
 * Knows nothing of Kafka Streams: {@link Holdings} is what it asks.
 */
package io.earwitness.topology.query;
