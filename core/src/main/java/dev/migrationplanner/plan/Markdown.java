package dev.migrationplanner.plan;

import dev.migrationplanner.plan.Document.Block;
import dev.migrationplanner.plan.Document.Bullets;
import dev.migrationplanner.plan.Document.Checks;
import dev.migrationplanner.plan.Document.Code;
import dev.migrationplanner.plan.Document.Grid;
import dev.migrationplanner.plan.Document.Heading;
import dev.migrationplanner.plan.Document.Paragraph;
import java.util.List;

/** A document as Markdown. Names out of a catalogue cannot become markup. */
final class Markdown {

  private Markdown() {}

  static String of(Document document) {
    var text = new StringBuilder("# " + escaped(document.title()) + "\n");
    for (Block block : document.blocks()) {
      text.append('\n').append(of(block)).append('\n');
    }
    return text.toString();
  }

  private static String of(Block block) {
    if (block instanceof Heading heading) {
      return "#".repeat(heading.level()) + " " + escaped(heading.text());
    } else if (block instanceof Paragraph paragraph) {
      return escaped(paragraph.text());
    } else if (block instanceof Bullets bullets) {
      return String.join("\n", bullets.items().stream().map(i -> "- " + escaped(i)).toList());
    } else if (block instanceof Code code) {
      String fence = fence(code.text());
      return fence + code.language() + "\n" + code.text() + "\n" + fence;
    } else if (block instanceof Grid grid) {
      return grid(grid.rows());
    }
    return String.join(
        "\n",
        ((Checks) block)
            .items().stream()
                .map(i -> "- [" + (i.done() ? "x" : " ") + "] " + escaped(i.text()))
                .toList());
  }

  private static String grid(List<List<String>> rows) {
    var text = new StringBuilder(row(rows.get(0)));
    text.append("\n|").append(" --- |".repeat(rows.get(0).size()));
    rows.stream().skip(1).forEach(r -> text.append('\n').append(row(r)));
    return text.toString();
  }

  private static String row(List<String> cells) {
    return "| "
        + String.join(" | ", cells.stream().map(c -> escaped(c).replace("|", "\\|")).toList())
        + " |";
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace("*", "\\*")
        .replace("_", "\\_")
        .replace("`", "\\`")
        .replace("[", "\\[")
        .replace("\r", " ")
        .replace("\n", " ");
  }

  private static String fence(String code) {
    String fence = "```";
    while (code.contains(fence)) {
      fence += "`";
    }
    return fence;
  }
}
