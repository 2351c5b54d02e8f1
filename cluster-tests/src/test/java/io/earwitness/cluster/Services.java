package io.earwitness.cluster;

import io.earwitness.local.LocalRegistry;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.RegistryException;
import io.earwitness.wire.SchemaRegistry;
import io.earwitness.wire.TopicAdmin;
import io.earwitness.wire.TopicException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** A broker and a registry, each a process of its own that can be killed and started again. */
final class Services implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Path folder;
  private final int brokerPort = FreePorts.next();
  private final int registryPort = FreePorts.next();
  private ChildProcess broker;
  private ChildProcess registry;

  Services(Path folder) {
    this.folder = folder;
    startBroker();
    startRegistry();
    awaitBroker();
    awaitRegistry();
  }

  private ChildProcess start(String service, int port) {
    return ChildProcess.java(
        service,
        folder,
        List.of(
            "-Xmx512m",
            "-D"
                + LocalRegistry.HOME_PROPERTY
                + "="
                + System.getProperty(LocalRegistry.HOME_PROPERTY),
            "-cp",
            System.getProperty("java.class.path"),
            ServiceProcess.class.getName(),
            service,
            folder.resolve(service).toString(),
            Integer.toString(port)));
  }

  private void startBroker() {
    broker = start("broker", brokerPort);
  }

  private void startRegistry() {
    registry = start("registry", registryPort);
  }

  void killAndRestartBroker() throws InterruptedException {
    broker.kill();
    startBroker();
    awaitBroker();
  }

  void killAndRestartRegistry() throws InterruptedException {
    registry.kill();
    startRegistry();
    awaitRegistry();
  }

  void requireAlive() {
    broker.requireAlive();
    registry.requireAlive();
  }

  private void awaitBroker() {
    await(
        () -> {
          broker.requireAlive();
          try (TopicAdmin admin = TopicAdmin.open(kafka())) {
            var unused = admin.names();
            return true;
          } catch (TopicException e) {
            return false;
          }
        });
  }

  private void awaitRegistry() {
    await(
        () -> {
          registry.requireAlive();
          try (SchemaRegistry client = SchemaRegistry.open(registry())) {
            client.verify();
            return true;
          } catch (RegistryException e) {
            return false;
          }
        });
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(condition);
  }

  KafkaConnection kafka() {
    return KafkaConnection.to("127.0.0.1:" + brokerPort);
  }

  RegistryConnection registry() {
    return RegistryConnection.to("http://127.0.0.1:%d/apis/ccompat/v7".formatted(registryPort));
  }

  @Override
  public void close() throws InterruptedException {
    registry.kill();
    broker.close();
  }
}
