package io.earwitness.app.page.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.app.CommandException;
import io.earwitness.app.page.answer.PageJson;
import io.earwitness.captioner.caption.CaptioningException;
import io.earwitness.web.Answers;
import io.earwitness.web.RefusedException;
import io.earwitness.wire.RegistryException;
import io.earwitness.wire.TopicException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * What the page asks about rules, under {@code /api/rules}.
 *
 * @param mayChange whether rules may be changed and not only be read and tried
 */
public record RuleRoutes(RuleDesk desk, boolean mayChange, Clock clock) {
  private static final String YAML = "application/yaml";
  private static final int MOST_HOURS = 24 * 31;

  /** Adds them to a server. */
  public void addTo(RoutesConfig routes) {
    routes
        .get("/api/rules", this::list)
        .put("/api/rules", this::apply)
        .post("/api/rules/test", this::test)
        .delete("/api/rules/{id}", this::delete);
  }

  private void list(Context ctx) {
    Answers.send(ctx, answered(desk::list).put("mayChange", mayChange));
  }

  private void apply(Context ctx) {
    requireChange();
    String yaml = yaml(ctx);
    Answers.send(ctx, answered(() -> desk.apply(yaml)));
  }

  private void delete(Context ctx) {
    requireChange();
    Answers.send(
        ctx,
        answered(
            () -> {
              desk.delete(ctx.pathParam("id"));
              return PageJson.object();
            }));
  }

  private void test(Context ctx) {
    String yaml = yaml(ctx);
    String hours = String.valueOf(ctx.queryParam("hours"));
    if (!hours.matches("[1-9]\\d{0,3}") || Integer.parseInt(hours) > MOST_HOURS) {
      throw RefusedException.wrong("hours must be from 1 to %d.".formatted(MOST_HOURS));
    }
    Instant now = clock.instant();
    Instant from = now.minus(Duration.ofHours(Integer.parseInt(hours)));
    Answers.send(ctx, answered(() -> desk.test(yaml, from, Instant.MAX)));
  }

  private void requireChange() {
    if (!mayChange) {
      throw RefusedException.forbidden("Changing rules here is switched off (page.rules).");
    }
  }

  /** A form of some other site can't send this type. */
  private static String yaml(Context ctx) {
    String type = ctx.contentType();
    if (type == null || !type.startsWith(YAML)) {
      throw RefusedException.wrong("Send rules as %s.".formatted(YAML));
    }
    return ctx.body();
  }

  private static ObjectNode answered(Supplier<ObjectNode> work) {
    try {
      return work.get();
    } catch (CommandException | TopicException | RegistryException | CaptioningException e) {
      throw RefusedException.notNow(e.getMessage(), e);
    }
  }
}
