package io.earwitness.onnx.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

record FolderSource(Path folder) implements BundleSource {

  @Override
  public InputStream open(String file) throws IOException {
    return Files.newInputStream(folder.resolve(file));
  }

  @Override
  public Optional<Path> pathOf(String file) {
    return Optional.of(folder.resolve(file));
  }

  @Override
  public String place() {
    return folder.toString();
  }
}
