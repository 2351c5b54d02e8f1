"""Reads events as any consumer would, with Confluent's client alone, and prints one JSON object a line.

Usage: read_events.py BOOTSTRAP_SERVERS REGISTRY_URL TOPIC...

Reads one event from each topic. Instants are printed as microseconds since the epoch, times of day
as milliseconds, bytes as hex.
"""

import datetime
import json
import sys
import time

from confluent_kafka import Consumer
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext

DEADLINE_SECONDS = 60
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
MIDNIGHT = datetime.datetime(1970, 1, 1)


def plain(value):
    """Turns what Avro's logical types made into numbers and text."""
    if isinstance(value, datetime.datetime):
        return (value - EPOCH) // datetime.timedelta(microseconds=1)
    if isinstance(value, datetime.time):
        at = datetime.datetime.combine(MIDNIGHT, value)
        return (at - MIDNIGHT) // datetime.timedelta(milliseconds=1)
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"no plain form of {type(value)}")


def main(bootstrap_servers, registry_url, *topics):
    deserialize = AvroDeserializer(SchemaRegistryClient({"url": registry_url}))
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap_servers,
            "group.id": "foreign-client",
            "auto.offset.reset": "earliest",
            "isolation.level": "read_committed",
        }
    )
    consumer.subscribe(list(topics))
    waiting = set(topics)
    deadline = time.monotonic() + DEADLINE_SECONDS
    while waiting:
        if time.monotonic() > deadline:
            sys.exit(f"nothing came on {', '.join(sorted(waiting))} in {DEADLINE_SECONDS} s")
        message = consumer.poll(1.0)
        if message is None:
            continue
        if message.error():
            sys.exit(f"Kafka says: {message.error()}")
        context = SerializationContext(message.topic(), MessageField.VALUE)
        event = {
            "topic": message.topic(),
            "key": message.key().decode("utf-8"),
            "headers": {name: value.decode("utf-8") for name, value in message.headers() or []},
            "value": deserialize(message.value(), context),
        }
        print(json.dumps(event, default=plain), flush=True)
        waiting.discard(message.topic())
    consumer.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
