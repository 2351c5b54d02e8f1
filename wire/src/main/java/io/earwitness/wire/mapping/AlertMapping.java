package io.earwitness.wire.mapping;

import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.rule.Evidence;
import io.earwitness.captioner.window.SourceOffsets;
import io.earwitness.events.AlertResolution;
import io.earwitness.events.AlertStatus;
import io.earwitness.wire.UnreadableEventException;
import java.time.Instant;
import java.util.Optional;

/** Alerts. */
public final class AlertMapping implements EventMapping<Alert, io.earwitness.events.Alert> {
  private static final long serialVersionUID = 1L;

  @Override
  public io.earwitness.events.Alert toAvro(Alert alert) {
    return io.earwitness.events.Alert.newBuilder()
        .setAlertId(alert.alertId())
        .setRevision(alert.revision())
        .setRuleId(alert.ruleId())
        .setRuleVersion(alert.ruleVersion())
        .setFeedId(alert.feedId())
        .setFeedIds(alert.feedIds())
        .setStatus(Enums.same(AlertStatus.class, alert.status()))
        .setResolvedBy(Enums.same(AlertResolution.class, alert.resolvedBy()))
        .setSeverity(alert.severity())
        .setBegin(alert.begin())
        .setEnd(alert.end().orElse(null))
        .setSummary(alert.summary())
        .setDescription(alert.description())
        .setLabels(alert.labels())
        .setEvidence(alert.evidence().stream().map(AlertMapping::avro).toList())
        .setEmittedAt(alert.emittedAt())
        .build();
  }

  @Override
  public Alert toDomain(io.earwitness.events.Alert alert) throws UnreadableEventException {
    return new Alert(
        alert.getAlertId(),
        alert.getRevision(),
        alert.getRuleId(),
        alert.getRuleVersion(),
        alert.getFeedId(),
        alert.getFeedIds(),
        Enums.known(Alert.Status.class, alert.getStatus(), "status"),
        Enums.known(Alert.Resolution.class, alert.getResolvedBy(), "resolvedBy"),
        alert.getSeverity(),
        alert.getBegin(),
        Optional.ofNullable(alert.getEnd()),
        alert.getSummary(),
        alert.getDescription(),
        alert.getLabels(),
        alert.getEvidence().stream().map(AlertMapping::domain).toList(),
        alert.getEmittedAt());
  }

  private static io.earwitness.events.Evidence avro(Evidence evidence) {
    return io.earwitness.events.Evidence.newBuilder()
        .setCaptionId(evidence.captionId())
        .setFeedId(evidence.feedId())
        .setCaption(evidence.caption())
        .setLabel(evidence.label().orElse(null))
        .setScore(Optionals.nullable(evidence.score()))
        .setSimilarity(Optionals.nullable(evidence.similarity()))
        .setLevelDbfs(Optionals.nullable(evidence.levelDbfs()))
        .setBegin(evidence.begin())
        .setEnd(evidence.end())
        .setSourceTopic(evidence.source().topic())
        .setSourcePartition(evidence.source().partition())
        .setSourceFirstOffset(evidence.source().first())
        .setSourceLastOffset(evidence.source().last())
        .build();
  }

  private static Evidence domain(io.earwitness.events.Evidence evidence) {
    return new Evidence(
        evidence.getCaptionId(),
        evidence.getFeedId(),
        evidence.getCaption(),
        Optional.ofNullable(evidence.getLabel()),
        Optionals.of(evidence.getScore()),
        Optionals.of(evidence.getSimilarity()),
        Optionals.of(evidence.getLevelDbfs()),
        evidence.getBegin(),
        evidence.getEnd(),
        new SourceOffsets(
            evidence.getSourceTopic(),
            evidence.getSourcePartition(),
            evidence.getSourceFirstOffset(),
            evidence.getSourceLastOffset()));
  }

  @Override
  public String feedId(Alert alert) {
    return alert.feedId();
  }

  /** Each revision is an event of its own. */
  @Override
  public String id(Alert alert) {
    return alert.alertId() + "-" + alert.revision();
  }

  @Override
  public Instant time(Alert alert) {
    return alert.begin();
  }
}
