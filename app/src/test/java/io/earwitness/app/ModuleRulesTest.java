package io.earwitness.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which module may know which: the table of docs/architecture.md. */
@AnalyzeClasses(packages = "io.earwitness", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleRulesTest {
  private static final String[] FRAMEWORKS = {
    "org.apache..",
    "ai.onnxruntime..",
    "ai.djl..",
    "com.fasterxml..",
    "org.bytedeco..",
    "picocli..",
    "io.micrometer.."
  };

  @ArchTest
  static final ArchRule CORE_KNOWS_NO_FRAMEWORK =
      noClasses()
          .that()
          .resideInAPackage("io.earwitness.captioner..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FRAMEWORKS);

  @ArchTest
  static final ArchRule CORE_KNOWS_NO_OTHER_MODULE =
      noClasses()
          .that()
          .resideInAPackage("io.earwitness.captioner..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.earwitness.onnx..",
              "io.earwitness.media..",
              "io.earwitness.wire..",
              "io.earwitness.events..",
              "io.earwitness.flink..",
              "io.earwitness.topology..",
              "io.earwitness.ingest..",
              "io.earwitness.settings..",
              "io.earwitness.metrics..",
              "io.earwitness.local..");

  @ArchTest
  static final ArchRule METRICS_KNOW_NO_STREAMING =
      noClasses()
          .that()
          .resideInAPackage("io.earwitness.metrics..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache..",
              "ai.onnxruntime..",
              "io.earwitness.captioner..",
              "io.earwitness.wire..",
              "io.earwitness.media..",
              "io.earwitness.onnx..",
              "io.earwitness.flink..",
              "io.earwitness.topology..",
              "io.earwitness.ingest..");

  @ArchTest
  static final ArchRule MODEL_KNOWS_NO_STREAMING =
      noClasses()
          .that()
          .resideInAPackage("io.earwitness.onnx..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..",
              "org.apache.flink..",
              "org.apache.avro..",
              "io.earwitness.wire..",
              "io.earwitness.media..",
              "io.earwitness.flink..");

  @ArchTest
  static final ArchRule MEDIA_KNOWS_ONLY_AUDIO =
      noClasses()
          .that()
          .resideInAPackage("io.earwitness.media..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache..", "ai.onnxruntime..", "io.earwitness.wire..", "io.earwitness.onnx..");

  @ArchTest
  static final ArchRule WIRE_KNOWS_NO_PROCESSING =
      noClasses()
          .that()
          .resideInAPackage("io.earwitness.wire..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka.streams..",
              "ai.onnxruntime..",
              "io.earwitness.onnx..",
              "io.earwitness.media..",
              "io.earwitness.flink..",
              "io.earwitness.topology..");

  @ArchTest
  static final ArchRule TOPOLOGY_KNOWS_NEITHER_FLINK_NOR_ONNX =
      noClasses()
          .that()
          .resideInAPackage("io.earwitness.topology..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.flink..",
              "ai.onnxruntime..",
              "io.earwitness.flink..",
              "io.earwitness.onnx..",
              "io.earwitness.media..");

  @ArchTest
  static final ArchRule NOTIFIERS_KNOW_NO_STREAMS =
      noClasses()
          .that()
          .resideInAPackage("io.earwitness.topology.notify..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka.streams..", "io.earwitness.topology");

  @ArchTest
  static final ArchRule QUERIES_KNOW_NO_STREAMS =
      noClasses()
          .that()
          .resideInAPackage("io.earwitness.topology.query..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache..", "io.earwitness.topology", "io.earwitness.wire..");

  @ArchTest
  static final ArchRule WEB_KNOWS_NOTHING_OF_WHAT_IT_SERVES =
      noClasses()
          .that()
          .resideInAPackage("io.earwitness.web..")
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "of other modules",
                  type ->
                      type.getPackageName().startsWith("io.earwitness.")
                          && !type.getPackageName().startsWith("io.earwitness.web")));

  @ArchTest
  static final ArchRule ONLY_NOTIFIERS_KNOW_MQTT =
      noClasses()
          .that()
          .resideInAPackage("io.earwitness..")
          .and()
          .resideOutsideOfPackage("io.earwitness.topology.notify..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.hivemq..");

  @ArchTest
  static final ArchRule JOB_KNOWS_NO_STREAMS =
      noClasses()
          .that()
          .resideInAPackage("io.earwitness.flink..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka.streams..", "io.earwitness.topology..", "io.earwitness.ingest..");

  @ArchTest
  static final ArchRule INGEST_KNOWS_NO_PROCESSING =
      noClasses()
          .that()
          .resideInAPackage("io.earwitness.ingest..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.flink..",
              "org.apache.kafka.streams..",
              "ai.onnxruntime..",
              "io.earwitness.flink..",
              "io.earwitness.topology..",
              "io.earwitness.onnx..");

  @ArchTest
  static final ArchRule NOTHING_DEPENDS_ON_THE_APP =
      noClasses()
          .that()
          .resideInAPackage("io.earwitness..")
          .and()
          .resideOutsideOfPackage("io.earwitness.app..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.earwitness.app..");
}
