package io.earwitness.app.print;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.app.file.CaptionedWindow;

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
      ObjectNode object =
          Json.object()
              .put("file", window.file().toString())
              .put("start", Json.seconds(window.begin()))
              .put("end", Json.seconds(window.end()));
      Json.putCaptioning(object, window.captioning());
      return Json.line(object);
    }
  };

  /** One line for a window. */
  public abstract String line(CaptionedWindow window);
}
