package io.earwitness.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers in JSON, refusals and failures among them: {@code {"error": "One sentence."}}. */
public final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Answers() {}

  /** Makes a server start without a word and tell in JSON what it refuses or fails at. */
  public static void in(JavalinConfig server) {
    server.startup.showJavalinBanner = false;
    server.startup.showOldJavalinVersionWarning = false;
    server.startup.startupWatcherEnabled = false;
    server
        .routes
        .exception(RefusedException.class, Answers::refuse)
        .exception(HttpResponseException.class, Answers::refuseUnknown)
        .exception(Exception.class, Answers::fail);
  }

  /** Sends what no cache may keep. */
  public static void send(Context ctx, JsonNode node) {
    ctx.header("Cache-Control", "no-store");
    ctx.contentType("application/json").result(text(node));
  }

  /** As text. */
  public static String text(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON can always be written", e);
    }
  }

  private static void refuse(RefusedException refusal, Context ctx) {
    error(ctx, refusal.status(), refusal.getMessage());
  }

  /** What the server itself refuses: that nothing is there, most of all. */
  private static void refuseUnknown(HttpResponseException refusal, Context ctx) {
    boolean missing = refusal.getStatus() == 404;
    error(
        ctx,
        refusal.getStatus(),
        missing
            ? "There is nothing at %s.".formatted(ctx.path())
            : "%s %s: %s.".formatted(ctx.method(), ctx.path(), refusal.getMessage()));
  }

  private static void fail(Exception failure, Context ctx) {
    LOG.error("{} {} failed", ctx.method(), ctx.path(), failure);
    error(ctx, 500, "Something unforeseen went wrong; the log says more.");
  }

  private static void error(Context ctx, int status, String sentence) {
    send(ctx.status(status), JsonNodeFactory.instance.objectNode().put("error", sentence));
  }
}
