package io.earwitness.wire;

import io.earwitness.wire.mapping.EventMapping;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The headers by which generic consumers know an event, as the CloudEvents 1.0 Kafka protocol
 * binding spells them in binary mode.
 */
final class CloudEventHeaders {
  private static final String SPEC_VERSION = "1.0";
  private static final String AVRO = "application/avro";

  private CloudEventHeaders() {}

  static <T> List<Header> of(EventType<T> type, T event) {
    EventMapping<T, SpecificRecord> mapping = type.mapping();
    return List.of(
        header("ce_specversion", SPEC_VERSION),
        header("ce_id", mapping.id(event)),
        header("ce_source", "/feeds/" + encoded(mapping.feedId(event))),
        header("ce_type", type.cloudEventType()),
        header("ce_time", mapping.time(event).toString()),
        header("content-type", AVRO));
  }

  private static String encoded(String feedId) {
    return URLEncoder.encode(feedId, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Header header(String key, String value) {
    return new RecordHeader(key, value.getBytes(StandardCharsets.UTF_8));
  }
}
