"""Lays the images of docker/Dockerfile out in folders and runs what they run, without an engine.

Each image's COPY instructions are carried out into a folder, and its ENTRYPOINT, CMD, ENV and HEALTHCHECK are taken from
the Dockerfile; only the paths have that folder put before them. Run as root, the processes get the image's own user.
What stays untried is the engine itself: pulling bases, RUN, and limits.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from dockerfile_parse import DockerfileParser

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_SECONDS = 240
POLL_SECONDS = 0.5
# The folders of the images that processes name; everything else is the host's.
MAPPED = ("/opt/earwitness", "/opt/flink", "/var/lib/earwitness")


class CheckFailure(Exception):
    """What is wrong, in a sentence."""


@dataclass
class Stage:
    """A stage of the Dockerfile, with what it inherits from the stages below."""

    base: str
    copies: list[list[str]] = field(default_factory=list)
    env: dict[str, str] = field(default_factory=dict)
    user: str | None = None
    entrypoint: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    healthcheck: list[str] = field(default_factory=list)


def stages(dockerfile: Path) -> dict[str, Stage]:
    """Every named stage, inheritance resolved."""
    parser = DockerfileParser(path=str(dockerfile))
    found: dict[str, Stage] = {}
    stage = None
    for line in parser.structure:
        instruction, value = line["instruction"], line["value"]
        if instruction == "FROM":
            words = value.split()
            parent = found.get(words[0])
            stage = (
                Stage(
                    parent.base,
                    list(parent.copies),
                    dict(parent.env),
                    parent.user,
                    list(parent.entrypoint),
                    list(parent.command),
                    list(parent.healthcheck),
                )
                if parent
                else Stage(words[0])
            )
            if len(words) == 3:
                found[words[2]] = stage
        elif stage is None:
            continue
        elif instruction == "COPY":
            stage.copies.append(value.split())
        elif instruction == "ENV":
            for pair in value.split():
                key, _, text = pair.partition("=")
                stage.env[key] = text.strip('"')
        elif instruction == "USER":
            stage.user = value
        elif instruction == "ENTRYPOINT":
            stage.entrypoint, stage.command = json.loads(value), []
        elif instruction == "CMD":
            stage.command = json.loads(value)
        elif instruction == "HEALTHCHECK":
            stage.healthcheck = [] if value == "NONE" else json.loads(value.split("CMD", 1)[1])
    return found


def require_releases(dockerfile: Path, compose: Path) -> None:
    """Every base is an argument, so that a build can pin it to a digest, and every image that is pulled is a release."""
    arguments, named = {}, set()
    for line in DockerfileParser(path=str(dockerfile)).structure:
        words = line["value"].split()
        if line["instruction"] == "ARG":
            name, _, image = line["value"].partition("=")
            arguments[name] = image
        elif line["instruction"] == "FROM":
            if words[0] not in named and not (words[0].startswith("${") and words[0][2:-1] in arguments):
                raise CheckFailure(f"FROM {words[0]}: name the image in an ARG, so that --build-arg can pin it")
            named.add(words[-1])
    images = list(arguments.values()) + re.findall(r"^ *image: (?!earwitness/)(\S+)$", compose.read_text(), re.MULTILINE)
    for image in images:
        if not re.fullmatch(r"[^:@]+:[\w.-]*\d[\w.-]*(@sha256:[0-9a-f]{64})?", image):
            raise CheckFailure(f"{image}: expected a release, name:1.2.3")


class Image:
    """One image, laid out in a folder."""

    def __init__(self, name: str, stage: Stage, assembled: Path, folder: Path):
        self.name, self.stage, self.folder = name, stage, folder
        for copy in stage.copies:
            options = {word.partition("=")[0]: word.partition("=")[2] for word in copy if word.startswith("--")}
            sources = [word for word in copy if not word.startswith("--")]
            target = Path(f"{folder}{sources.pop()}")
            for source in sources:
                self.copy(options.get("--from"), source, target, assembled)
        if stage.user is None or stage.user.split(":")[0] in ("root", "0"):
            raise CheckFailure(f"{name}: runs as root")
        (folder / "var/lib/earwitness").mkdir(parents=True, exist_ok=True)
        self.uid = int(stage.user.split(":")[0])
        if os.geteuid() == 0:
            shutil.chown(folder / "var/lib/earwitness", self.uid, self.uid)

    @staticmethod
    def copy(stage: str | None, source: str, target: Path, assembled: Path) -> None:
        if stage in ("build", "build-gpu"):
            path = assembled / Path(source).relative_to("/image")
        elif stage is None:
            path = ROOT / source
        else:
            return  # from a base that only an engine can pull
        if not path.exists():
            raise CheckFailure(f"COPY {source}: there is no {path}")
        shutil.copytree(path, target, dirs_exist_ok=True, copy_function=os.link)

    def mapped(self, text: str) -> str:
        return f"{self.folder}{text}" if text.startswith(MAPPED) else text

    def environment(self, extra: dict[str, str]) -> dict[str, str]:
        inherited = {key: os.environ[key] for key in ("PATH", "JAVA_HOME", "LANG") if key in os.environ}
        own = {key: self.mapped(value) for key, value in self.stage.env.items() if key not in ("PATH", "JAVA_HOME")}
        # The home that the image's user has; this machine does not know the user.
        home = f"-Duser.home={self.folder}/var/lib/earwitness"
        own["JAVA_TOOL_OPTIONS"] = " ".join([own.get("JAVA_TOOL_OPTIONS", ""), home]).strip()
        return inherited | own | extra

    def as_user(self, words: list[str]) -> list[str]:
        if os.geteuid() != 0:
            return words
        ids = str(self.uid)
        return ["setpriv", "--reuid", ids, "--regid", ids, "--clear-groups", *words]

    def healthy(self, port: str | None = None) -> bool:
        words = [self.mapped(word) for word in self.stage.healthcheck]
        if port is not None:
            words[1] = port
        done = subprocess.run(self.as_user(words), env=self.environment({}), capture_output=True, text=True, timeout=10)
        return done.returncode == 0

    @contextmanager
    def running(self, arguments: list[str], extra: dict[str, str], words: list[str] | None = None):
        """Runs the entry point until the block ends, then asks it to stop, as an engine does."""
        command = words or [self.mapped(word) for word in self.stage.entrypoint]
        log = self.folder / f"{len(list(self.folder.glob('*.log')))}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                self.as_user([*command, *arguments]),
                env=self.environment(extra),
                cwd=self.folder / "var/lib/earwitness",
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )
            running = Running(self, process, log)
            try:
                yield running
            finally:
                process.send_signal(signal.SIGTERM)
                try:
                    running.status = process.wait(60)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
                    raise CheckFailure(f"{self.name}: does not stop within a minute of SIGTERM\n{running.end()}") from None


class Running:
    """A process that an image's entry point started."""

    def __init__(self, image: Image, process: subprocess.Popen, log: Path):
        self.image, self.process, self.log = image, process, log
        self.status: int | None = None

    def end(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-30:])

    def wait_until(self, what: str, condition) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            if self.process.poll() is not None:
                raise CheckFailure(f"{self.image.name}: ended with {self.process.returncode}\n{self.end()}")
            if time.monotonic() > deadline:
                raise CheckFailure(f"{self.image.name}: not {what} after {PATIENCE_SECONDS} s\n{self.end()}")
            time.sleep(POLL_SECONDS)

    def says(self, words: str) -> bool:
        return words in self.log.read_text(errors="replace")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def say(sentence: str) -> None:
    print(sentence, flush=True)


def check(images: dict[str, Image]) -> None:
    ports = {name: free_port() for name in ("kafka", "registry", "all-in-one", "topology", "play", "rest", "job", "task")}
    registry_url = f"http://127.0.0.1:{ports['registry']}/apis/ccompat/v7"
    services = {
        "EARWITNESS_KAFKA_BOOTSTRAP_SERVERS": f"127.0.0.1:{ports['kafka']}",
        "EARWITNESS_REGISTRY_URL": registry_url,
    }
    image = images["all-in-one"]
    extra = {"EARWITNESS_METRICS_PORT": str(ports["all-in-one"])}
    fixed_ports = ["--kafka-port", str(ports["kafka"]), "--registry-port", str(ports["registry"])]
    with image.running([image.mapped(word) for word in image.stage.command] + fixed_ports, extra) as all_in_one:
        if image.healthy(str(ports["all-in-one"])):
            raise CheckFailure("all-in-one: healthy before it serves")
        all_in_one.wait_until("healthy", lambda: image.healthy(str(ports["all-in-one"])))
        all_in_one.wait_until("captioning", lambda: all_in_one.says(" demo "))
        say("all-in-one: starts, is healthy, captions")
        check_topology(images["topology"], services, ports["topology"])
        check_play(images["play"], services, ports["play"])
        check_job(images["job"], services, ports)
    if all_in_one.status != 143:
        raise CheckFailure(f"all-in-one: ends with {all_in_one.status} on SIGTERM\n{all_in_one.end()}")
    say("all-in-one: stops in good order")


def check_topology(image: Image, services: dict[str, str], port: int) -> None:
    extra = services | {"EARWITNESS_METRICS_PORT": str(port), "EARWITNESS_TOPOLOGY_NAME": "image-check"}
    with image.running([], extra) as topology:
        topology.wait_until("healthy", lambda: topology.says("runs; Ctrl-C") and image.healthy(str(port)))
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            if "kafka_stream_" not in answer.read().decode():
                raise CheckFailure("topology: /metrics has nothing of Kafka Streams")
    say("topology: starts, is healthy, has metrics, stops")


def check_play(image: Image, services: dict[str, str], port: int) -> None:
    with image.running(["--feed", "demo"], services | {"EARWITNESS_METRICS_PORT": str(port)}) as play:
        play.wait_until("playing", lambda: play.says("demo: plays demo"))
        play.wait_until("healthy", lambda: image.healthy(str(port)))
    say("play: plays, is healthy, stops")


def check_job(image: Image, services: dict[str, str], ports: dict[str, int]) -> None:
    """JobManager and TaskManager as the base's entry point starts them: the same main classes on the same class path."""
    flink = image.folder / "opt/flink"
    home = ROOT / "cluster-tests/target/flink"
    for part in ("lib", "plugins"):
        shutil.copytree(home / part, flink / part, dirs_exist_ok=True, copy_function=os.link)
    data = image.folder / "var/lib/earwitness"
    common = {
        "jobmanager.rpc.address": "127.0.0.1",
        "jobmanager.rpc.port": free_port(),
        "jobmanager.bind-host": "127.0.0.1",
        "rest.address": "127.0.0.1",
        "rest.bind-address": "127.0.0.1",
        "rest.port": ports["rest"],
        "execution.checkpointing.dir": f"file://{data}/checkpoints",
        "state.backend.type": "rocksdb",
        "metrics.reporters": "prom",
        "metrics.reporter.prom.factory.class": "org.apache.flink.metrics.prometheus.PrometheusReporterFactory",
    }
    memory = {
        "taskmanager.host": "127.0.0.1",
        "taskmanager.bind-host": "127.0.0.1",
        "taskmanager.cpu.cores": "1.0",
        "taskmanager.memory.task.heap.size": "512m",
        "taskmanager.memory.task.off-heap.size": "256m",
        "taskmanager.memory.framework.heap.size": "128m",
        "taskmanager.memory.framework.off-heap.size": "128m",
        "taskmanager.memory.network.min": "64m",
        "taskmanager.memory.network.max": "64m",
        "taskmanager.memory.managed.size": "64m",
        "taskmanager.memory.jvm-metaspace.size": "256m",
        "taskmanager.memory.jvm-overhead.min": "192m",
        "taskmanager.memory.jvm-overhead.max": "192m",
    }
    task_settings = common | memory | {"metrics.reporter.prom.port": ports["task"]}
    configs = {"job": common | {"metrics.reporter.prom.port": ports["job"]}, "task": task_settings}
    for name, settings in configs.items():
        (flink / f"conf-{name}").mkdir()
        lines = "".join(f"{key}: '{value}'\n" for key, value in settings.items())
        (flink / f"conf-{name}/config.yaml").write_text(lines)
    logging = f"{ROOT}/cluster-tests/src/test/resources/logback-flink.xml"
    # The opened packages are those of the configuration that Flink is shipped with.
    opened = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in ("java.lang", "java.util")]
    java = ["java", "-Xmx640m", "-XX:+UseSerialGC", *opened, f"-Dlogback.configurationFile={logging}"]
    job_words = [
        *java,
        "-cp",
        f"{flink}/lib/*",
        "org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint",
        "--configDir",
        f"{flink}/conf-job",
        "--job-classname",
        "io.earwitness.flink.EarwitnessJob",
        "--set",
        "job.name=image-check",
        "--set",
        "topics.captions=image-check.captions",
        "--set",
        "topics.create=true",
    ]
    task_words = [
        *java,
        "-XX:MaxDirectMemorySize=448m",
        "-cp",
        f"{flink}/lib/*",
        "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
        "--configDir",
        f"{flink}/conf-task",
    ]
    extra = services | {"FLINK_LIB_DIR": f"{flink}/lib", "FLINK_PLUGINS_DIR": f"{flink}/plugins", "FLINK_HOME": str(flink)}
    with image.running([], extra, job_words) as manager, image.running([], extra, task_words) as worker:
        manager.wait_until("healthy", lambda: image.healthy(str(ports["job"])))
        worker.wait_until("healthy", lambda: image.healthy(str(ports["task"])))
        metrics = f"http://127.0.0.1:{ports['task']}/metrics"
        worker.wait_until("captioning", lambda: counts_captions(metrics))
        say("job: JobManager and TaskManager start, are healthy, caption with the bundle of its layer, have metrics")


def counts_captions(url: str) -> bool:
    with urllib.request.urlopen(url, timeout=10) as answer:
        lines = answer.read().decode().splitlines()
    return any(line.startswith("flink_taskmanager_job_task_operator_captions{") and not line.endswith(" 0.0") for line in lines)


def main() -> int:
    require_releases(ROOT / "docker/Dockerfile", ROOT / "docker/compose.yaml")
    found = stages(ROOT / "docker/Dockerfile")
    with tempfile.TemporaryDirectory(prefix="earwitness-images-", dir=ROOT / "target") as folder:
        assembled = Path(folder) / "image"
        subprocess.run([ROOT / "docker/assemble.sh", assembled], check=True)
        images = {}
        for name in ("job", "topology", "play", "all-in-one"):
            layout = Path(folder) / name
            layout.mkdir()
            images[name] = Image(name, found[name], assembled, layout)
        os.chmod(folder, 0o755)
        check(images)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CheckFailure as failure:
        print(f"check_images.py: {failure}", file=sys.stderr)
        sys.exit(1)
