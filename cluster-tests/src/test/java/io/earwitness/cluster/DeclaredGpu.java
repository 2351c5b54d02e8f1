package io.earwitness.cluster;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.externalresource.ExternalResourceDriver;
import org.apache.flink.api.common.externalresource.ExternalResourceDriverFactory;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;
import org.apache.flink.configuration.Configuration;

/**
 * Tells Flink of GPUs that are not there, in the way in which Flink's own driver tells of those
 * that are. Runs in the TaskManager, from its plugins folder.
 */
public final class DeclaredGpu implements ExternalResourceDriverFactory {
  @Override
  public ExternalResourceDriver createExternalResourceDriver(Configuration config) {
    return DeclaredGpu::declare;
  }

  private static Set<? extends ExternalResourceInfo> declare(long amount) {
    Set<ExternalResourceInfo> gpus = new LinkedHashSet<>();
    for (int index = 0; index < amount; index++) {
      gpus.add(new Gpu(index));
    }
    return gpus;
  }

  private record Gpu(int index) implements ExternalResourceInfo {
    @Override
    public Optional<String> getProperty(String key) {
      return key.equals("index") ? Optional.of(Integer.toString(index)) : Optional.empty();
    }

    @Override
    public Collection<String> getKeys() {
      return List.of("index");
    }
  }
}
