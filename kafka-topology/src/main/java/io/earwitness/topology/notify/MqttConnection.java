package io.earwitness.topology.notify;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A connection to an MQTT 5 broker that is opened again when it broke. Availability is retained:
 * {@code online} while connected, {@code offline} by last will. For one thread.
 */
final class MqttConnection implements AutoCloseable {
  private static final int KEEP_ALIVE_SECONDS = 20;
  private static final String ONLINE = "online";
  private static final String OFFLINE = "offline";

  private final MqttConfig config;
  private final String availability;
  private final Queue<Mqtt5Publish> received = new ConcurrentLinkedQueue<>();
  private Mqtt5AsyncClient client;

  MqttConnection(MqttConfig config, String availability) {
    this.config = config;
    this.availability = availability;
  }

  boolean isOpen() {
    return client != null && client.getState().isConnected();
  }

  /**
   * Connects, and subscribes to topics.
   *
   * @throws DeliveryException if the broker does not answer or refuses
   */
  void open(String... subscriptions) throws DeliveryException, InterruptedException {
    client = newClient();
    client.publishes(MqttGlobalPublishFilter.ALL, received::add);
    await(
        client.connectWith().cleanStart(true).keepAlive(KEEP_ALIVE_SECONDS).send(),
        "can't be reached");
    publish(availability, ONLINE, true);
    for (String topic : subscriptions) {
      await(
          client.subscribeWith().topicFilter(topic).qos(MqttQos.AT_LEAST_ONCE).send(),
          "refuses a subscription");
    }
  }

  private Mqtt5AsyncClient newClient() {
    Mqtt5ClientBuilder builder =
        Mqtt5Client.builder()
            .identifier(config.topic() + "-notifier")
            .serverHost(config.url().getHost())
            .serverPort(config.port())
            .willPublish()
            .topic(availability)
            .payload(OFFLINE.getBytes(StandardCharsets.UTF_8))
            .qos(MqttQos.AT_LEAST_ONCE)
            .retain(true)
            .applyWillPublish();
    if (config.secure()) {
      builder = builder.sslWithDefaultConfig();
    }
    if (config.user().isPresent()) {
      builder =
          builder
              .simpleAuth()
              .username(config.user().get())
              .password(config.password().orElse("").getBytes(StandardCharsets.UTF_8))
              .applySimpleAuth();
    }
    return builder.buildAsync();
  }

  /** Returns when the broker has it. */
  void publish(String topic, String payload, boolean retain)
      throws DeliveryException, InterruptedException {
    await(
        client
            .publishWith()
            .topic(topic)
            .qos(MqttQos.AT_LEAST_ONCE)
            .retain(retain)
            .payload(payload.getBytes(StandardCharsets.UTF_8))
            .send(),
        "does not take what is published");
  }

  /** The next message that came, or {@code null}. */
  Mqtt5Publish nextReceived() {
    return received.poll();
  }

  private <T> void await(CompletableFuture<T> answer, String wrong)
      throws DeliveryException, InterruptedException {
    try {
      var unused = answer.get(config.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw DeliveryException.passing(
          "%s %s: %s.".formatted(config, wrong, e.getCause().getMessage()), e);
    } catch (TimeoutException e) {
      throw DeliveryException.passing(
          "%s %s: no answer within %s.".formatted(config, wrong, config.timeout()), e);
    }
  }

  /** Says that it goes, since an orderly end brings no last will. */
  @Override
  public void close() {
    if (!isOpen()) {
      return;
    }
    try {
      publish(availability, OFFLINE, true);
      await(client.disconnect(), "does not take a good-bye");
    } catch (DeliveryException e) {
      return; // the last will says it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
