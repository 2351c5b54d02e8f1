package io.earwitness.app.command;

import io.earwitness.app.CaptionEngine;
import io.earwitness.app.Console;
import io.earwitness.app.Failures;
import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.caption.Captioner;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.ModelIdentity;
import io.earwitness.ingest.demo.DemoScene;
import io.earwitness.local.FolderLock;
import io.earwitness.local.LocalRegistry;
import io.earwitness.local.Ports;
import io.earwitness.media.MediaLibrary;
import io.earwitness.onnx.runtime.Ort;
import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.CaptionSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.kafka.common.utils.AppInfoParser;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks what the other commands need. */
@Command(
    name = "doctor",
    header = "Checks versions, the model, ports and folders, and makes one test caption.")
final class DoctorCommand implements Callable<Integer> {
  private static final Duration SOUND = Duration.ofSeconds(10);
  private static final long DEMO_SEED = 1;

  private final Console console;
  private final Path home;
  private boolean allWell = true;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = ConnectionOptions.DEFAULT_DATA_FOLDER,
      description = "Data folder to look at; default: ./${DEFAULT-VALUE}")
  private Path dataFolder;

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      defaultValue = "9092",
      description = "Port to look at; default: ${DEFAULT-VALUE}")
  private int brokerPort;

  @Option(
      names = "--registry-port",
      paramLabel = "PORT",
      defaultValue = "8081",
      description = "Port to look at; default: ${DEFAULT-VALUE}")
  private int registryPort;

  @Mixin private SettingsOptions settingsOptions;

  DoctorCommand(Console console, Path home) {
    this.console = console;
    this.home = home;
  }

  /** Something to find out; its result is one line. */
  private interface Check {
    String run() throws Exception;
  }

  @Override
  public Integer call() {
    check("earwitness", ProgramVersion::current);
    check("Java", DoctorCommand::java);
    check("Kafka", AppInfoParser::getVersion);
    check("Flink", EnvironmentInformation::getVersion);
    check("FFmpeg", MediaLibrary::version);
    check("ONNX Runtime", () -> "%s, can run on %s".formatted(Ort.version(), Ort.providers()));
    check("registry", () -> "its program is in " + LocalRegistry.home());
    check("data folder", this::dataFolder);
    check("ports", this::ports);
    check("caption", this::testCaption);
    return allWell ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void check(String what, Check check) {
    try {
      console.result("ok    %-13s %s".formatted(what, check.run()));
    } catch (Exception e) {
      allWell = false;
      console.result("FAIL  %-13s %s".formatted(what, Failures.sentence(e)));
    }
  }

  private static String java() {
    Runtime runtime = Runtime.getRuntime();
    return "%s on %s %s, %d cores, up to %d MiB of heap"
        .formatted(
            Runtime.version(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            runtime.availableProcessors(),
            runtime.maxMemory() >> 20);
  }

  private String dataFolder() throws Exception {
    if (!Files.exists(dataFolder)) {
      return "%s is not there yet; `earwitness up` creates it".formatted(dataFolder);
    }
    FolderLock.take(dataFolder).close();
    long free = Files.getFileStore(dataFolder).getUsableSpace() >> 20;
    return "%s is free to use, %d MiB left on its disk".formatted(dataFolder, free);
  }

  private String ports() {
    return "%d and %d are free; `earwitness up` takes any that are"
        .formatted(Ports.claim(brokerPort, "broker"), Ports.claim(registryPort, "registry"));
  }

  private String testCaption() {
    Settings settings = settingsOptions.gather(home).resolve();
    console.progress("Loading the model in %s …".formatted(settings.get(CaptionSettings.BUNDLE)));
    try (Captioner captioner = CaptionEngine.open(settings);
        var scene = new DemoScene(DEMO_SEED, captioner.info().inputRate())) {
      SampleRate rate = captioner.info().inputRate();
      float[] samples = scene.read((int) rate.samplesIn(SOUND));
      long began = System.nanoTime();
      Captioning heard = captioner.caption(new AudioWindow("doctor", rate, samples)).join();
      ModelIdentity model = captioner.info().model();
      return "\"%s\" for 10 s of sound in %.1f s, by %s %s (%.12s…) on %s"
          .formatted(
              heard.text(),
              (System.nanoTime() - began) / 1e9,
              model.name(),
              model.version(),
              model.sha256(),
              captioner.info().executionProvider());
    }
  }
}
