package io.earwitness.onnx.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A whole program's class path makes a long command line, which ONNX Runtime reads as it starts.
 */
class LongCommandLineTest {
  @Test
  void doesNotKillTheProcess() throws Exception {
    String longClassPath =
        System.getProperty("java.class.path")
            + (File.pathSeparator + "/a/folder/that/is/not/there").repeat(2_000);
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    longClassPath,
                    PrintVersion.class.getName()))
            .redirectErrorStream(true)
            .start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(told.strip()).isEqualTo(Ort.version());
    assertThat(process.exitValue()).isZero();
  }

  /** Loads ONNX Runtime and says which. */
  static final class PrintVersion {
    private PrintVersion() {}

    public static void main(String[] args) {
      System.out.println(Ort.version());
    }
  }
}
