package io.earwitness.app.print;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.app.file.CaptionedWindow;
import io.earwitness.topology.json.CaptionJson;

/** Writes the captions of files. */
public enum WindowPrinter {
  TEXT {
    @Override
    public String line(CaptionedWindow window) {
      return "%-13s %s"
          .formatted(Times.span(window.begin(), window.end()), CaptionText.of(window.captioning()));
    }
  },
  JSON {
    @Override
    public String line(CaptionedWindow window) {
      return Json.line(object(window));
    }
  },
  /** As {@link #JSON}, with each window's CLAP embedding. */
  JSON_WITH_EMBEDDINGS {
    @Override
    public String line(CaptionedWindow window) {
      ObjectNode object = object(window);
      CaptionJson.putEmbedding(object, window.captioning());
      return Json.line(object.put("modelSha256", window.model().sha256()));
    }
  };

  private static ObjectNode object(CaptionedWindow window) {
    ObjectNode object =
        Json.object()
            .put("file", window.file().toString())
            .put("start", Json.seconds(window.begin()))
            .put("end", Json.seconds(window.end()));
    CaptionJson.putCaptioning(object, window.captioning());
    return object
        .put("rmsDbfs", window.level().rmsDbfs())
        .put("peakDbfs", window.level().peakDbfs());
  }

  /** One line for a window. */
  public abstract String line(CaptionedWindow window);
}
