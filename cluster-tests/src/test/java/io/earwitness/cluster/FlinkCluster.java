package io.earwitness.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A Flink session cluster of processes: ZooKeeper for high availability, a JobManager, and
 * TaskManagers of one slot or more. It is laid out as Flink's distribution and our image are: the
 * natives in {@code lib}, the job submitted over REST. For one thread at a time.
 */
final class FlinkCluster implements AutoCloseable {
  private static final Path HOME = Path.of(System.getProperty("earwitness.flink.home"));
  private static final Path JOB_FOLDER = Path.of(System.getProperty("earwitness.job.folder"));

  /** What docs/cluster.md asks for where there is no jemalloc. */
  private static final Map<String, String> ALLOCATOR =
      Map.of("MALLOC_MMAP_THRESHOLD_", "1048576", "MALLOC_ARENA_MAX", "4");

  private static final String GAVE_UP = "Terminating TaskManagerRunner with exit code 1";
  private static final int MOST_GIVEN_UP = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Path folder;
  private final int slots;
  private final Map<String, String> extraSettings;
  private final int zookeeperPort = FreePorts.next();
  private final int rpcPort = FreePorts.next();
  private final int restPort = FreePorts.next();
  private final FlinkRest rest = new FlinkRest(restPort);
  private final ChildProcess zookeeper;
  private final Map<Integer, ChildProcess> taskManagers = new LinkedHashMap<>();
  private final Map<Integer, Integer> metricsPorts = new LinkedHashMap<>();
  private ChildProcess jobManager;
  private int gaveUpInTrouble;
  private int gaveUpInAll;

  /**
   * Starts them all; {@link FlinkRest} tells when they have found each other.
   *
   * @param slots of each TaskManager
   * @param extraSettings Flink's own, over those that are chosen here
   */
  FlinkCluster(Path folder, int taskManagers, int slots, Map<String, String> extraSettings)
      throws IOException {
    this.folder = Files.createDirectories(folder.toAbsolutePath());
    this.slots = slots;
    this.extraSettings = Map.copyOf(extraSettings);
    Files.copy(Path.of("src/test/resources/logback-flink.xml"), this.folder.resolve("logback.xml"));
    PluginFolder.layOut(HOME.resolve("plugins"), this.folder.resolve("plugins"));
    zookeeper = startZookeeper();
    startJobManager();
    for (int number = 1; number <= taskManagers; number++) {
      startTaskManager(number);
    }
  }

  FlinkRest rest() {
    return rest;
  }

  /** The job's jar, as `mvn -Pcluster package` makes it. */
  static Path jobJar() throws IOException {
    return jar("cluster");
  }

  private static Path jar(String classifier) throws IOException {
    try (Stream<Path> files = Files.list(JOB_FOLDER)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-" + classifier + ".jar"))
          .findFirst()
          .orElseThrow(
              () ->
                  new AssertionError(
                      "%s has no %s jar; build it with `mvn -Pcluster package -pl flink-job -am`."
                          .formatted(JOB_FOLDER, classifier)));
    }
  }

  private ChildProcess startZookeeper() throws IOException {
    Path data = Files.createDirectories(folder.resolve("zookeeper"));
    Path settings = folder.resolve("zoo.cfg");
    Files.writeString(
        settings,
        """
        tickTime=1000
        dataDir=%s
        clientPort=%d
        clientPortAddress=127.0.0.1
        admin.enableServer=false
        maxClientCnxns=0
        """
            .formatted(data, zookeeperPort));
    return ChildProcess.java(
        "zookeeper",
        folder,
        List.of(
            "-Xmx256m",
            "-Dlogback.configurationFile=" + folder.resolve("logback.xml"),
            "-cp",
            classPath(),
            "org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer",
            "--zkConfigFile",
            settings.toString(),
            "--peerId",
            "1"));
  }

  private void startJobManager() throws IOException {
    List<String> arguments = new ArrayList<>(jvm("jobmanager", 640));
    arguments.add("org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint");
    Map<String, String> settings = common();
    settings.put("metrics.reporter.prom.port", Integer.toString(metricsPort(0)));
    arguments.addAll(List.of("--configDir", configFolder("jobmanager", settings)));
    jobManager = start("jobmanager", arguments);
  }

  private void startTaskManager(int number) throws IOException {
    ChildProcess before = taskManagers.remove(number);
    if (before != null) {
      before.forgetHook();
    }
    String name = "taskmanager-" + number;
    Map<String, String> settings = common();
    settings.put("taskmanager.resource-id", name);
    settings.put("metrics.reporter.prom.port", Integer.toString(metricsPort(number)));
    settings.put("taskmanager.host", "127.0.0.1");
    settings.put("taskmanager.bind-host", "127.0.0.1");
    settings.put("taskmanager.numberOfTaskSlots", Integer.toString(slots));
    settings.put("taskmanager.cpu.cores", "1.0");
    settings.put("taskmanager.memory.task.heap.size", "512m");
    settings.put("taskmanager.memory.task.off-heap.size", "256m");
    settings.put("taskmanager.memory.framework.heap.size", "128m");
    settings.put("taskmanager.memory.framework.off-heap.size", "128m");
    settings.put("taskmanager.memory.network.min", "64m");
    settings.put("taskmanager.memory.network.max", "64m");
    settings.put("taskmanager.memory.managed.size", "64m");
    settings.put("taskmanager.memory.jvm-metaspace.size", "256m");
    settings.put("taskmanager.memory.jvm-overhead.min", "192m");
    settings.put("taskmanager.memory.jvm-overhead.max", "192m");
    // As Flink's start script hands them over; without them the process refuses to start.
    List<String> arguments = new ArrayList<>(jvm(name, 640));
    // All of the heap is resident from the start: what grows is native memory.
    arguments.addAll(List.of("-Xms640m", "-XX:+AlwaysPreTouch"));
    arguments.add("-XX:MaxDirectMemorySize=448m");
    arguments.add("-XX:MaxMetaspaceSize=256m");
    arguments.add("org.apache.flink.runtime.taskexecutor.TaskManagerRunner");
    arguments.addAll(List.of("--configDir", configFolder(name, settings)));
    taskManagers.put(number, start(name, arguments));
  }

  private List<String> jvm(String name, int heapMegabytes) throws IOException {
    return List.of(
        // As the configuration that Flink is shipped with has it.
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "--add-opens=java.base/java.util=ALL-UNNAMED",
        "-Xmx" + heapMegabytes + "m",
        "-Dlogback.configurationFile=" + folder.resolve("logback.xml"),
        "-Djava.io.tmpdir=" + emptyFolder("tmp-" + name),
        "-cp",
        classPath());
  }

  /** What a process that was killed left there goes with it, as with a container. */
  private Path emptyFolder(String name) throws IOException {
    Path empty = folder.resolve(name);
    if (Files.exists(empty)) {
      try (Stream<Path> files = Files.walk(empty)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    return Files.createDirectories(empty);
  }

  /** All that lies in {@code lib}, and the natives, which our image puts there. */
  private static String classPath() throws IOException {
    return HOME.resolve("lib") + File.separator + "*" + File.pathSeparator + jar("natives");
  }

  private Map<String, String> common() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("jobmanager.rpc.address", "127.0.0.1");
    settings.put("jobmanager.rpc.port", Integer.toString(rpcPort));
    settings.put("jobmanager.bind-host", "127.0.0.1");
    settings.put("rest.address", "127.0.0.1");
    settings.put("rest.bind-address", "127.0.0.1");
    settings.put("rest.port", Integer.toString(restPort));
    settings.put("web.upload.dir", folder.resolve("uploads").toString());
    settings.put("state.backend.type", "rocksdb");
    settings.put("execution.checkpointing.dir", folder.resolve("checkpoints").toUri().toString());
    settings.put("execution.checkpointing.storage", "filesystem");
    settings.put("high-availability.type", "zookeeper");
    settings.put("high-availability.zookeeper.quorum", "127.0.0.1:" + zookeeperPort);
    settings.put("high-availability.zookeeper.client.session-timeout", "6 s");
    settings.put("high-availability.zookeeper.client.connection-timeout", "5 s");
    settings.put("high-availability.storageDir", folder.resolve("ha").toUri().toString());
    settings.put("metrics.reporters", "prom");
    settings.put(
        "metrics.reporter.prom.factory.class",
        "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
    settings.put("heartbeat.interval", "1 s");
    settings.put("heartbeat.timeout", "10 s");
    settings.putAll(extraSettings);
    return settings;
  }

  private String configFolder(String name, Map<String, String> settings) throws IOException {
    Path config = Files.createDirectories(folder.resolve("conf-" + name));
    StringBuilder yaml = new StringBuilder();
    settings.forEach((key, value) -> yaml.append(key).append(": '").append(value).append("'\n"));
    Files.writeString(config.resolve("config.yaml"), yaml);
    return config.toString();
  }

  private ChildProcess start(String name, List<String> arguments) {
    Map<String, String> environment = new LinkedHashMap<>(ALLOCATOR);
    environment.put("FLINK_PLUGINS_DIR", folder.resolve("plugins").toString());
    return ChildProcess.java(name, folder, arguments, environment);
  }

  /** Where the JobManager (0) or a TaskManager serves its metrics to Prometheus. */
  int metricsPort(int number) {
    return metricsPorts.computeIfAbsent(number, unused -> FreePorts.next());
  }

  ChildProcess taskManager(int number) {
    return taskManagers.get(number);
  }

  void killAndRestartJobManager() throws InterruptedException, IOException {
    jobManager.kill();
    startJobManager();
  }

  void killAndRestartTaskManager(int number) throws InterruptedException, IOException {
    taskManagers.get(number).kill();
    startTaskManager(number);
  }

  /** The JobManager stays away for so long that every TaskManager ends by itself. */
  void keepJobManagerAwayUntilTaskManagersGiveUp() throws InterruptedException, IOException {
    jobManager.kill();
    Awaitility.await("the TaskManagers give up")
        .atMost(PATIENCE)
        .until(() -> taskManagers.values().stream().noneMatch(ChildProcess::isAlive));
    startJobManager();
  }

  /**
   * Requires that all run. A TaskManager that gave itself up is started again, as whatever runs
   * containers does: it ends where it finds no JobManager for {@code
   * taskmanager.registration.timeout}, and where a JobManager is gone just as a task fails, Flink
   * now and then takes what it meets while it tidies up for fatal. More than a few times before
   * {@link #troubleIsOver} is a failure, too.
   */
  void requireAlive() {
    zookeeper.requireAlive();
    jobManager.requireAlive();
    for (int number : List.copyOf(taskManagers.keySet())) {
      if (taskManagers.get(number).endedSaying(GAVE_UP) && gaveUpInTrouble < MOST_GIVEN_UP) {
        gaveUpInTrouble++;
        gaveUpInAll++;
        System.out.printf("taskmanager-%d gave itself up and is started again%n", number);
        try {
          startTaskManager(number);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    taskManagers.values().forEach(ChildProcess::requireAlive);
  }

  /** All goes on as it should: TaskManagers may give up again. */
  void troubleIsOver() {
    gaveUpInTrouble = 0;
  }

  /** How often a TaskManager that gave itself up was started again. */
  int taskManagersGivenUp() {
    return gaveUpInAll;
  }

  @Override
  public void close() throws InterruptedException {
    for (ChildProcess taskManager : taskManagers.values()) {
      taskManager.kill();
    }
    jobManager.kill();
    zookeeper.kill();
  }
}
