package io.earwitness.app.rules;

import io.earwitness.app.CaptionEngine;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.Condition;
import io.earwitness.captioner.rule.ModelKnowledge;
import io.earwitness.captioner.rule.TextEmbedding;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.BundleManifest;
import io.earwitness.onnx.bundle.BundleSource;
import io.earwitness.onnx.text.TextEmbedder;
import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.CaptionSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What rules need of the model bundle: its kinds of sound, and embeddings of their texts. */
public final class RuleModel {
  private final Settings settings;
  private final Bundle bundle;
  private final Optional<TextEmbedder> running;

  private RuleModel(Settings settings, Bundle bundle, Optional<TextEmbedder> running) {
    this.settings = settings;
    this.bundle = bundle;
    this.running = running;
  }

  /**
   * @throws io.earwitness.onnx.bundle.BundleException if the bundle is missing or damaged
   */
  public static RuleModel of(Settings settings) {
    return new RuleModel(
        settings,
        Bundle.load(BundleSource.folder(settings.get(CaptionSettings.BUNDLE))),
        Optional.empty());
  }

  /** The same, with the text tower of a model that runs already: nothing more is loaded. */
  public RuleModel with(TextEmbedder embedder) {
    return new RuleModel(settings, bundle, Optional.of(embedder));
  }

  /** What a rule may ask of the model. */
  public ModelKnowledge knowledge() {
    BundleManifest manifest = bundle.manifest();
    Set<String> labels =
        manifest.labels().items().stream()
            .map(BundleManifest.Label::name)
            .collect(Collectors.toSet());
    return ModelKnowledge.of(labels, manifest.textTokenizer().isPresent());
  }

  public String sha256() {
    return bundle.sha256();
  }

  /** Name, version and the begin of the hash, for people. */
  @Override
  public String toString() {
    return "%s %s (%.12s…)"
        .formatted(bundle.manifest().name(), bundle.manifest().version(), bundle.sha256());
  }

  /**
   * The rules with every text embedded by this bundle. Loads the model only if there is a text that
   * wants it.
   *
   * @throws io.earwitness.captioner.caption.CaptioningException if the model fails
   */
  public List<AlertRule> embed(List<AlertRule> rules) {
    Set<String> texts = new TreeSet<>();
    for (AlertRule rule : rules) {
      rule.conditions().stream()
          .filter(this::wantsEmbedding)
          .forEach(condition -> texts.add(((Condition.Text) condition).text()));
    }
    if (texts.isEmpty() || bundle.manifest().textTokenizer().isEmpty()) {
      return rules;
    }
    Map<String, TextEmbedding> embeddings = embedAll(List.copyOf(texts));
    return rules.stream().map(rule -> withTexts(rule, embeddings)).toList();
  }

  private boolean wantsEmbedding(Condition condition) {
    return condition instanceof Condition.Text text
        && !text.embedding().modelSha256().equals(bundle.sha256());
  }

  private Map<String, TextEmbedding> embedAll(List<String> texts) {
    if (running.isPresent()) {
      return embedAll(texts, running.get());
    }
    try (var engine = CaptionEngine.load(settings, bundle)) {
      return embedAll(texts, engine.textEmbedder().orElseThrow());
    }
  }

  private Map<String, TextEmbedding> embedAll(List<String> texts, TextEmbedder embedder) {
    List<float[]> vectors = embedder.embed(texts);
    Map<String, TextEmbedding> embeddings = new HashMap<>();
    for (int i = 0; i < texts.size(); i++) {
      embeddings.put(texts.get(i), new TextEmbedding(vectors.get(i), bundle.sha256()));
    }
    return embeddings;
  }

  private AlertRule withTexts(AlertRule rule, Map<String, TextEmbedding> embeddings) {
    UnaryOperator<Condition> embedded =
        condition ->
            wantsEmbedding(condition) && condition instanceof Condition.Text text
                ? new Condition.Text(text.text(), embeddings.get(text.text()), text.threshold())
                : condition;
    List<Condition> conditions = new ArrayList<>(rule.conditions());
    conditions.replaceAll(embedded);
    return rule.withConditions(conditions);
  }
}
