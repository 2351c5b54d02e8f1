package io.earwitness.app.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.app.page.answer.PageJson;
import io.earwitness.app.page.feeds.AlertBook;
import io.earwitness.app.page.feeds.FeedBoard;
import io.earwitness.app.page.history.History;
import io.earwitness.app.page.history.Query;
import io.earwitness.app.page.history.Search;
import io.earwitness.app.page.live.LiveHub;
import io.earwitness.app.page.sound.SoundShelf;
import io.earwitness.captioner.caption.CaptionerInfo;
import io.earwitness.captioner.caption.CaptioningException;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.rule.Stems;
import io.earwitness.captioner.rule.TextEmbedding;
import io.earwitness.onnx.text.TextEmbedder;
import io.earwitness.web.Answers;
import io.earwitness.web.Asked;
import io.earwitness.web.RefusedException;
import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * What the page asks for, under {@code /api}.
 *
 * @param sound nothing where sound may not be played
 * @param texts nothing where the model has no text tower
 */
record PageRoutes(
    FeedBoard board,
    AlertBook alerts,
    LiveHub hub,
    History history,
    Search search,
    Optional<SoundShelf> sound,
    CaptionerInfo captioner,
    Optional<TextEmbedder> texts,
    Clock clock) {
  private static final Duration LONGEST_TIMELINE = Duration.ofDays(1);
  private static final int MOST_CAPTIONS = 5_000;
  private static final int MOST_HITS = 200;
  private static final int USUAL_HITS = 50;
  private static final int USUAL_COLUMNS = 600;
  private static final int LONGEST_TEXT = 500;

  /** All feeds, and what the page can do. */
  void wall(Context ctx) {
    // Before the feeds: what happens in between is told twice rather than not at all.
    String position = hub.position();
    board.know(history.feeds().keySet());
    ObjectNode node =
        PageJson.object()
            .put("position", position)
            .put("now", clock.millis())
            .put("readers", hub.readerCount())
            .put("audio", sound.isPresent())
            .put("textSearch", texts.isPresent())
            .put("longestClip", SoundShelf.LONGEST_CLIP.toMillis())
            .put("longestPicture", SoundShelf.LONGEST_PICTURE.toMillis())
            .put("model", "%s %s".formatted(captioner.model().name(), captioner.model().version()))
            .put("executionProvider", captioner.executionProvider());
    ArrayNode labels = node.putArray("labels");
    captioner.labels().forEach(labels::add);
    node.set("feeds", board.json());
    Answers.send(ctx, node);
  }

  /** Captions, sounds and what happened on one feed, within a span of time. */
  void timeline(Context ctx) {
    String feed = feed(ctx);
    Instant from = Asked.time(ctx, "from");
    Instant to = Asked.time(ctx, "to");
    if (!from.isBefore(to) || Duration.between(from, to).compareTo(LONGEST_TIMELINE) > 0) {
      throw RefusedException.wrong("A timeline ends after it begins and spans at most a day.");
    }
    ObjectNode node =
        PageJson.object().put("from", from.toEpochMilli()).put("to", to.toEpochMilli());
    List<CaptionEvent> found = history.captions(feed, from.minus(Duration.ofMinutes(1)), to);
    List<CaptionEvent> within = found.stream().filter(c -> c.end().isAfter(from)).toList();
    int skipped = Math.max(0, within.size() - MOST_CAPTIONS);
    node.put("skipped", skipped);
    ArrayNode captions = node.putArray("captions");
    within.subList(skipped, within.size()).forEach(c -> captions.add(PageJson.caption(c)));
    ArrayNode sounds = node.putArray("sounds");
    board.sounds(feed, from, to).forEach(event -> sounds.add(PageJson.sound(event)));
    ArrayNode events = node.putArray("events");
    board.events(feed, from, to).forEach(event -> events.add(PageJson.feedEvent(event)));
    Optional.ofNullable(history.feeds().get(feed))
        .ifPresent(newest -> node.put("newest", newest.toEpochMilli()));
    Answers.send(ctx, node);
  }

  /** Everything about one caption. */
  void caption(Context ctx) {
    String feed = feed(ctx);
    String id = ctx.pathParam("id");
    Instant begin = Asked.time(ctx, "begin");
    // The page knows its begin to the millisecond.
    CaptionEvent caption =
        history.captions(feed, begin.minusMillis(1), begin.plusMillis(2)).stream()
            .filter(one -> one.captionId().equals(id))
            .findFirst()
            .orElseThrow(() -> RefusedException.missing("This caption is not kept (any more)."));
    Answers.send(ctx, PageJson.captionDetail(caption));
  }

  /** A WAV file. */
  void audio(Context ctx) throws InterruptedException {
    byte[] file = shelf().wav(feed(ctx), Asked.time(ctx, "from"), Asked.time(ctx, "to"));
    ctx.header("Cache-Control", "private, max-age=600");
    ctx.writeSeekableStream(new ByteArrayInputStream(file), "audio/wav", file.length);
  }

  /** What a span of sound looks like. */
  void spectrogram(Context ctx) throws InterruptedException {
    int columns = Asked.number(ctx, "columns", USUAL_COLUMNS, 1_000_000);
    ObjectNode picture =
        shelf().picture(feed(ctx), Asked.time(ctx, "from"), Asked.time(ctx, "to"), columns);
    Answers.send(ctx, picture);
  }

  private SoundShelf shelf() {
    return sound.orElseThrow(
        () -> RefusedException.forbidden("Playing sound is switched off (page.audio)."));
  }

  /** Captions by words, kinds of sound, feed, time, or by how near their sound is to a text. */
  void search(Context ctx) {
    int limit = Math.max(1, Asked.number(ctx, "limit", USUAL_HITS, MOST_HITS));
    Search.Found found = search.find(query(ctx), limit);
    ObjectNode node =
        PageJson.object()
            .put("reachedBackTo", found.reachedBackTo().toEpochMilli())
            .put("complete", found.complete())
            .put("looked", found.looked());
    ArrayNode hits = node.putArray("hits");
    for (Search.Hit hit : found.hits()) {
      hits.add(
          PageJson.caption(hit.caption()).put("similarity", PageJson.rounded(hit.similarity())));
    }
    Answers.send(ctx, node);
  }

  private Query query(Context ctx) {
    return new Query(
        Stems.of(text(ctx, "words")),
        new HashSet<>(ctx.queryParams("label")),
        new HashSet<>(ctx.queryParams("feed")),
        Optional.of(text(ctx, "like")).filter(text -> !text.isBlank()).map(this::embedded),
        Asked.optionalTime(ctx, "from").orElse(Instant.EPOCH),
        Asked.optionalTime(ctx, "to").orElse(Instant.ofEpochMilli(Long.MAX_VALUE / 1_000_000)));
  }

  private static String text(Context ctx, String name) {
    String text = ctx.queryParam(name);
    if (text != null && text.length() > LONGEST_TEXT) {
      throw RefusedException.wrong(
          "%s may have at most %d characters.".formatted(name, LONGEST_TEXT));
    }
    return text == null ? "" : text;
  }

  private TextEmbedding embedded(String text) {
    TextEmbedder embedder =
        texts.orElseThrow(
            () -> RefusedException.wrong("The model has no text tower to search with."));
    try {
      return new TextEmbedding(embedder.embed(List.of(text)).get(0), captioner.model().sha256());
    } catch (CaptioningException e) {
      throw RefusedException.notNow("The model can't read the text now.", e);
    }
  }

  /** The newest alerts. */
  void alerts(Context ctx) {
    ObjectNode node = PageJson.object().put("position", hub.position());
    node.set("alerts", alerts.json());
    Answers.send(ctx, node);
  }

  private String feed(Context ctx) {
    String feed = ctx.pathParam("feed");
    if (!board.knows(feed) && !history.feeds().containsKey(feed)) {
      throw RefusedException.missing("There is no feed %s.".formatted(feed));
    }
    return feed;
  }
}
