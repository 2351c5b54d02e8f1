package io.earwitness.app.feeds;

import io.earwitness.app.CommandException;
import io.earwitness.app.yaml.YamlFileException;
import io.earwitness.app.yaml.YamlText;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;

/**
 * Changes one feed of a file and leaves the rest, comments too, as people wrote it. Nobody ever
 * sees half a file; it can be read by its owner only if this made it.
 */
public final class FeedsFileEditor {
  private static final int WIDTH = 120;
  private static final DumpSettings STYLE =
      DumpSettings.builder()
          .setDefaultFlowStyle(FlowStyle.BLOCK)
          .setDumpComments(true)
          .setWidth(WIDTH)
          .build();

  private final Path file;

  /**
   * @param file made when it is missing
   */
  public FeedsFileEditor(Path file) {
    this.file = file;
  }

  /**
   * Adds a feed.
   *
   * @param written the keys of the feed, as {@link FeedsFile} reads them
   * @param replace whether one of that name may be there already
   * @throws CommandException if it may not and is, or the file can't be written
   * @throws YamlFileException if the file was wrong before, or would be now
   */
  public void add(String name, Map<String, Object> written, boolean replace) {
    change(
        feeds -> {
          Node value = node(written.size() == 1 ? written.get("source") : written);
          int at = indexOf(feeds, name);
          if (at < 0) {
            feeds.add(new NodeTuple(node(name), value));
          } else if (replace) {
            feeds.set(at, new NodeTuple(feeds.get(at).getKeyNode(), value));
          } else {
            throw new CommandException(
                "There is a feed %s in %s already; --replace puts this one in its place."
                    .formatted(name, file));
          }
        });
  }

  /**
   * Takes a feed out.
   *
   * @throws CommandException if there is none of that name, or the file can't be written
   * @throws YamlFileException if the file was wrong before
   */
  public void remove(String name) {
    change(
        feeds -> {
          int at = indexOf(feeds, name);
          if (at < 0) {
            throw new CommandException("There is no feed %s in %s.".formatted(name, file));
          }
          feeds.remove(at);
        });
  }

  private static int indexOf(List<NodeTuple> feeds, String name) {
    for (int i = 0; i < feeds.size(); i++) {
      if (feeds.get(i).getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private void change(Consumer<List<NodeTuple>> change) {
    boolean fresh = !Files.exists(file);
    String before = fresh ? "feeds: {}\n" : YamlText.of(file).text();
    YamlText text = checked(before);
    MappingNode top = (MappingNode) text.compose(true).orElseThrow();
    NodeTuple entry = top.getValue().get(indexOf(top.getValue(), FeedsFile.FEEDS));
    MappingNode old = (MappingNode) entry.getValueNode();
    List<NodeTuple> feeds = new ArrayList<>(old.getValue());
    change.accept(feeds);
    MappingNode now =
        new MappingNode(old.getTag(), feeds, feeds.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
    now.setBlockComments(old.getBlockComments());
    now.setInLineComments(old.getInLineComments());
    now.setEndComments(old.getEndComments());
    top.setValue(List.of(new NodeTuple(entry.getKeyNode(), now)));
    String after = dumped(top);
    write(before, checked(after).text(), fresh);
  }

  private YamlText checked(String content) {
    var text = new YamlText(file.toString(), content);
    var unused = FeedsFile.read(text, FeedsFile.folderOf(file), References.NAMES);
    return text;
  }

  private static Node node(Object value) {
    return new StandardRepresenter(STYLE).represent(value);
  }

  private static String dumped(Node node) {
    var writer = new Text();
    new Dump(STYLE).dumpNode(node, writer);
    return writer.toString();
  }

  private static final class Text extends StringWriter implements StreamDataWriter {
    @Override
    public void flush() {
      super.flush();
    }
  }

  private void write(String before, String after, boolean fresh) {
    try {
      // What a link points to is replaced, not the link.
      Path target = fresh ? file.toAbsolutePath() : file.toRealPath();
      Files.createDirectories(target.getParent());
      Path unfinished = target.resolveSibling(target.getFileName() + ".part");
      Files.writeString(unfinished, after);
      Files.setPosixFilePermissions(
          unfinished,
          fresh
              ? PosixFilePermissions.fromString("rw-------")
              : Files.getPosixFilePermissions(target));
      if (!fresh && !Files.readString(target).equals(before)) {
        Files.delete(unfinished);
        throw new CommandException("Somebody else has just changed %s; try again.".formatted(file));
      }
      Files.move(
          unfinished, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new CommandException("%s can't be written: %s.".formatted(file, e), e);
    }
  }
}
