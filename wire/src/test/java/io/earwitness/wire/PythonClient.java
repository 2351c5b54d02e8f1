package io.earwitness.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs this module's Python scripts with the packages that they are pinned to. */
final class PythonClient {
  private static final Path SCRIPTS = Path.of("src/test/python");
  private static final Path ENVIRONMENT = Path.of("target/foreign-client");
  private static final long MOST_MINUTES = 5;

  private PythonClient() {}

  /**
   * Makes the environment, unless it is there with the same packages. Aborts the test without
   * Python.
   */
  static PythonClient prepare() throws IOException, InterruptedException {
    Path requirements = SCRIPTS.resolve("requirements.txt");
    Path installed = ENVIRONMENT.resolve("requirements.txt");
    if (Files.exists(installed) && Files.mismatch(requirements, installed) == -1) {
      return new PythonClient();
    }
    require("python3", "-m", "venv", "--clear", ENVIRONMENT.toString());
    require(python(), "-m", "pip", "install", "--quiet", "-r", requirements.toString());
    Files.copy(requirements, installed);
    return new PythonClient();
  }

  /** Returns the lines that the script printed. */
  List<String> run(String script, List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(python(), SCRIPTS.resolve(script).toString()));
    command.addAll(arguments);
    Path errors = ENVIRONMENT.resolve("errors.txt");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
    return lines;
  }

  /** A machine without Python skips the test; the project's CI has it, and fails. */
  private static void require(String... command) throws IOException, InterruptedException {
    String problem = attempt(command);
    if (!problem.isEmpty()) {
      String message = "The foreign client needs python3 with pip: " + problem;
      assertThat(System.getenv("CI")).as(message).isNull();
      abort(message);
    }
  }

  /** Returns what went wrong, or nothing. */
  private static String attempt(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("foreign-client", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return String.join(" ", command) + " takes too long";
      }
      return process.exitValue() == 0 ? "" : Files.readString(output);
    } catch (IOException e) {
      return e.getMessage();
    } finally {
      Files.delete(output);
    }
  }

  private static String python() {
    return ENVIRONMENT.resolve("bin/python").toString();
  }
}
