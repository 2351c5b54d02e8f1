package io.earwitness.topology;

import io.earwitness.captioner.event.CaptionEvent;

/**
 * A caption and the bytes that it was read from.
 *
 * @param bytes in the wire format, with the id of the schema that wrote them
 */
record ReadCaption(CaptionEvent event, byte[] bytes) {}
