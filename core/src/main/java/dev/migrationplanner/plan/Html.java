package dev.migrationplanner.plan;

import dev.migrationplanner.plan.Document.Block;
import dev.migrationplanner.plan.Document.Bullets;
import dev.migrationplanner.plan.Document.Checks;
import dev.migrationplanner.plan.Document.Code;
import dev.migrationplanner.plan.Document.Grid;
import dev.migrationplanner.plan.Document.Heading;
import dev.migrationplanner.plan.Document.Paragraph;
import java.util.List;
import java.util.regex.Matcher;

/** A document as one HTML file that loads nothing from anywhere and prints well. */
final class Html {

  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>%s</title>
      <style>
      :root { color-scheme: light dark; --line: #8884; --soft: #8881; --accent: #2a6f97; }
      body { font: 16px/1.55 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1.2rem; }
      h1 { font-size: 1.9rem; border-bottom: 3px solid var(--accent); padding-bottom: .4rem; }
      h2 { font-size: 1.4rem; margin-top: 2.6rem; border-bottom: 1px solid var(--line); }
      h3 { font-size: 1.1rem; margin-top: 1.8rem; }
      nav { columns: 2; background: var(--soft); padding: .8rem 1.2rem; border-radius: .5rem; }
      nav a { display: block; color: inherit; }
      table { border-collapse: collapse; width: 100%%; font-size: .88rem; margin: 1rem 0; }
      th, td { border: 1px solid var(--line); padding: .35rem .55rem; text-align: left; vertical-align: top;
        overflow-wrap: break-word; }
      th { background: var(--soft); }
      pre { background: var(--soft); padding: .8rem; border-radius: .4rem; overflow-x: auto; font-size: .82rem; }
      svg { width: 100%%; height: auto; }
      ul.checks { list-style: none; padding-left: .2rem; }
      @media print { body { max-width: none; margin: 0; font-size: 10.5pt; } nav { display: none; }
        h2 { break-before: page; } table, pre, svg { break-inside: avoid; } pre { white-space: pre-wrap; } }
      </style>
      </head>
      <body>
      """;

  private Html() {}

  /** A plan's document, with the picture of its steps over time. */
  static String of(Plan plan, Document document) {
    String picture = "<h2 id=\"timeline\">Timeline</h2>\n" + Timeline.svg(plan);
    return of(document).replaceFirst("</nav>\n", Matcher.quoteReplacement("</nav>\n" + picture));
  }

  static String of(Document document) {
    var text = new StringBuilder(HEAD.formatted(escaped(document.title())));
    text.append("<h1>").append(escaped(document.title())).append("</h1>\n");
    text.append(contents(document));
    for (Block block : document.blocks()) {
      text.append(of(block)).append('\n');
    }
    return text.append("</body>\n</html>\n").toString();
  }

  private static String contents(Document document) {
    var text = new StringBuilder("<nav>\n");
    for (Block block : document.blocks()) {
      if (block instanceof Heading heading && heading.level() == 2) {
        text.append("<a href=\"#")
            .append(anchor(heading.text()))
            .append("\">")
            .append(escaped(heading.text()))
            .append("</a>\n");
      }
    }
    return text.append("</nav>\n").toString();
  }

  private static String of(Block block) {
    if (block instanceof Heading heading) {
      String tag = "h" + heading.level();
      return "<"
          + tag
          + " id=\""
          + anchor(heading.text())
          + "\">"
          + escaped(heading.text())
          + "</"
          + tag
          + ">";
    } else if (block instanceof Paragraph paragraph) {
      return "<p>" + escaped(paragraph.text()) + "</p>";
    } else if (block instanceof Bullets bullets) {
      return "<ul>" + items(bullets.items()) + "</ul>";
    } else if (block instanceof Code code) {
      return "<pre><code>" + escaped(code.text()) + "</code></pre>";
    } else if (block instanceof Grid grid) {
      return grid(grid.rows());
    }
    return "<ul class=\"checks\">"
        + items(
            ((Checks) block)
                .items().stream().map(i -> (i.done() ? "\u2611 " : "\u2610 ") + i.text()).toList())
        + "</ul>";
  }

  private static String items(List<String> items) {
    return String.join("", items.stream().map(i -> "<li>" + escaped(i) + "</li>\n").toList());
  }

  private static String grid(List<List<String>> rows) {
    var text = new StringBuilder("<table>\n<thead>").append(row("th", rows.get(0)));
    text.append("</thead>\n<tbody>\n");
    rows.stream().skip(1).forEach(r -> text.append(row("td", r)));
    return text.append("</tbody>\n</table>").toString();
  }

  private static String row(String tag, List<String> cells) {
    var text = new StringBuilder("<tr>");
    for (String cell : cells) {
      text.append('<')
          .append(tag)
          .append('>')
          .append(escaped(cell))
          .append("</")
          .append(tag)
          .append('>');
    }
    return text.append("</tr>\n").toString();
  }

  private static String anchor(String heading) {
    return heading.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
