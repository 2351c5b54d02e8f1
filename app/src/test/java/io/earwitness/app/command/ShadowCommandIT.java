package io.earwitness.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.HeardSound;
import io.earwitness.captioner.caption.ModelIdentity;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.CaptionIds;
import io.earwitness.testkit.LocalStack;
import io.earwitness.testkit.WholeWindows;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.EventWriter;
import io.earwitness.wire.TopicAdmin;
import io.earwitness.wire.TopicDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ShadowCommandIT {
  @RegisterExtension static final LocalStack STACK = new LocalStack();

  private static final String LIVE = "shadow-it.captions";
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final ModelIdentity OLD = new ModelIdentity("own", "1", "a".repeat(64));
  private static final ModelIdentity NEW = new ModelIdentity("own", "2", "b".repeat(64));

  private final CommandRuns command = new CommandRuns(Path.of(".."));

  @BeforeAll
  static void writeCaptions() throws Exception {
    try (TopicAdmin admin = TopicAdmin.open(STACK.kafka())) {
      admin.createMissing(
          List.of(
              new TopicDefinition(LIVE, 2, 1, Map.of()),
              new TopicDefinition(LIVE + ".shadow", 2, 1, Map.of()),
              new TopicDefinition(LIVE + ".empty", 1, 1, Map.of())));
    }
    write(LIVE, caption(0, OLD, "dog"), caption(1, OLD, "dog"), caption(2, OLD, "rain"));
    write(LIVE + ".shadow", caption(1, NEW, "dog"), caption(2, NEW, "car"), caption(2, NEW, "car"));
  }

  private static void write(String topic, CaptionEvent... captions) throws Exception {
    try (EventWriter<CaptionEvent> writer =
            EventWriter.open(EventTypes.CAPTION, topic, STACK.registry());
        var producer =
            new KafkaProducer<>(
                STACK.kafka().clientConfig(),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      for (CaptionEvent caption : captions) {
        producer.send(writer.record(caption)).get();
      }
    }
  }

  private static CaptionEvent caption(int index, ModelIdentity model, String sound) {
    Captioning captioning =
        WholeWindows.captioning(
            "a " + sound,
            0.9,
            List.of(new HeardSound(sound, 0.9, Duration.ZERO, Duration.ofSeconds(1))),
            new float[0],
            NOON);
    return new WholeWindows(model, new SampleRate(8_000), 10, 5)
        .caption(
            CaptionIds.of("yard", "s", index, model.sha256()),
            "yard",
            "s",
            NOON,
            index,
            captioning);
  }

  @Test
  void reportsHowFarASecondBundleAgreesWithTheLiveOne() {
    assertThat(run()).isZero();
    assertThat(command.printed())
        .startsWith(
            "own 2 beside the live bundle: 2 windows of 1 feed captioned by both.",
            "   50 %  the same kinds of sound")
        .contains("    live   90 %  a rain  [rain]", "    here   90 %  a car  [car]");

    assertThat(run("--json", "--worst", "0")).isZero();
    assertThat(command.printed())
        .singleElement()
        .asString()
        .contains("\"version\":\"2\"", "\"windows\":2", "\"worst\":[]");
  }

  @Test
  void saysThatThereIsNothingToCompare() {
    assertThat(run("--run", "empty")).isZero();
    assertThat(command.said())
        .isEqualTo("There are no captions on %s.empty yet.\n".formatted(LIVE));

    assertThat(run("--run", "nothing")).isEqualTo(1);
    assertThat(command.said()).contains("no job with `job.run=nothing` has run");
  }

  @Test
  void wantsToKnowWhichBundleIsToBeTried() {
    assertThat(command.runOn(STACK, List.of("shadow", "run"))).isEqualTo(1);
    assertThat(command.said()).contains("--bundle DIR");
  }

  private int run(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("shadow", "report", "--set", "topics.captions=" + LIVE));
    arguments.addAll(List.of(more));
    return command.runOn(STACK, arguments);
  }
}
