package dev.migrationplanner.plan;

import java.util.ArrayList;
import java.util.List;

/** A document as a list of blocks, apart from how it looks. */
final class Document {

  private final String title;
  private final List<Block> blocks = new ArrayList<>();

  Document(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  List<Block> blocks() {
    return List.copyOf(blocks);
  }

  Document heading(int level, String text) {
    blocks.add(new Heading(level, text));
    return this;
  }

  Document paragraph(String text) {
    blocks.add(new Paragraph(text));
    return this;
  }

  Document bullets(List<String> items) {
    if (!items.isEmpty()) {
      blocks.add(new Bullets(items));
    }
    return this;
  }

  Document code(String language, String text) {
    blocks.add(new Code(language, text.stripTrailing()));
    return this;
  }

  /** The first row is the heading; a table without other rows is left out. */
  Document table(List<List<String>> rows) {
    if (rows.size() > 1) {
      blocks.add(new Grid(rows));
    }
    return this;
  }

  Document checks(List<Check> items) {
    blocks.add(new Checks(items));
    return this;
  }

  /** One block. */
  sealed interface Block {}

  record Heading(int level, String text) implements Block {}

  record Paragraph(String text) implements Block {}

  record Bullets(List<String> items) implements Block {}

  record Code(String language, String text) implements Block {}

  record Grid(List<List<String>> rows) implements Block {}

  record Checks(List<Check> items) implements Block {}

  /** One line of a checklist. */
  record Check(boolean done, String text) {}
}
