package dev.migrationplanner.plan;

import dev.migrationplanner.plan.Plan.Phase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** COMMUNICATION.md: who is told what and when, written out for each audience with the numbers. */
final class Communication {

  private final Plan plan;
  private final Owners owners;
  private final String what;

  private Communication(Plan plan) {
    this.plan = plan;
    this.owners = new Owners(plan.common().team());
    this.what =
        plan.common().pattern().movesRows()
            ? plan.migration()
                + " ("
                + plan.source().product()
                + " to "
                + plan.target().product()
                + ")"
            : plan.migration();
  }

  static Document of(Plan plan) {
    return new Communication(plan).document();
  }

  /** All messages, by audience. */
  static Map<String, List<Message>> messages(Plan plan) {
    var all = new LinkedHashMap<String, List<Message>>();
    var communication = new Communication(plan);
    for (Audience audience : Audience.values()) {
      all.put(audience.title, communication.messages(audience));
    }
    return all;
  }

  /** Who listens, and how much of it they want. */
  enum Audience {
    EXECUTIVES("Executives", "mail"),
    DEVELOPERS("Developers and operators", "chat, and the channel of the day"),
    SUPPORT("Support", "chat"),
    CUSTOMERS("Customers", "status page");

    private final String title;
    private final String channel;

    Audience(String title, String channel) {
      this.title = title;
      this.channel = channel;
    }
  }

  /** One message of a moment. */
  record Message(String when, String sender, String text) {}

  private Document document() {
    var document = new Document("Communication: " + plan.migration());
    document.paragraph(
        "Every text is ready to be sent; [brackets] are filled in on the day. Nothing is sent by the"
            + " tool.");
    for (Audience audience : Audience.values()) {
      document.heading(2, audience.title);
      document.paragraph("By " + audience.channel + ".");
      var rows = new ArrayList<List<String>>();
      rows.add(List.of("When", "Who tells", "Text"));
      messages(audience).forEach(m -> rows.add(List.of(m.when(), m.sender(), m.text())));
      document.table(rows);
    }
    return document;
  }

  List<Message> messages(Audience audience) {
    return switch (audience) {
      case EXECUTIVES -> executives();
      case DEVELOPERS -> developers();
      case SUPPORT -> support();
      case CUSTOMERS -> customers();
    };
  }

  private String total() {
    return plan.criticalPath().total().text();
  }

  private String noReturn() {
    return plan.pointOfNoReturn().isEmpty() ? "none" : "step " + plan.pointOfNoReturn();
  }

  private List<Message> executives() {
    return List.of(
        new Message(
            "7 days before",
            owners.owner(),
            what
                + " begins in a week. From first step to last: "
                + total()
                + ". Point of no return: "
                + noReturn()
                + "; before it everything can be undone"
                + lossless()
                + ". State of the plan: "
                + plan.state()
                + "."),
        new Message(
            "before the point of no return",
            owners.owner(),
            "Everything is compared and equal; [names] approve the last step on [day]. After it there"
                + " is no way back."),
        new Message(
            "after a rollback",
            owners.owner(),
            "We went back from phase [n] because of [reason]"
                + lossless()
                + ". Next step: [what, when]."),
        new Message(
            "done", owners.owner(), what + " is done. It took [time]; planned: " + total() + "."));
  }

  private String lossless() {
    return plan.common().pattern().movesRows() ? " and no write is lost" : "";
  }

  private List<Message> developers() {
    var messages = new ArrayList<Message>();
    messages.add(
        new Message(
            "7 days before",
            owners.owner(),
            what
                + " begins in a week. Read PLAN.md. "
                + plan.decisionsNeeded().size()
                + " decision(s) wait, "
                + plan.blocking().size()
                + " thing(s) block. "
                + (plan.common().pattern().movesRows()
                    ? "No schema change from the start of phase 1 to the end of phase 6; whoever"
                        + " writes the database must be known by then."
                    : "No other release of the same code meanwhile.")));
    messages.add(
        new Message(
            "1 day before",
            owners.commander(),
            what
                + " begins tomorrow. Plan "
                + plan.hash().substring(0, 12)
                + ", state "
                + plan.state()
                + "."));
    for (Phase phase : plan.phases()) {
      messages.add(
          new Message(
              "phase " + phase.number() + " begins",
              owners.commander(),
              "Phase "
                  + phase.number()
                  + ", "
                  + phase.name()
                  + ", begins. Expected "
                  + phase.estimate().text()
                  + ". Way back: "
                  + phase.rollback().time()
                  + ", "
                  + phase.rollback().cost()
                  + "."));
      messages.add(
          new Message(
              "its gates open",
              owners.commander(),
              "The gates of phase "
                  + phase.number()
                  + " are open: "
                  + String.join(", ", phase.gates().stream().map(Plan.GateView::id).toList())
                  + ". Evidence: [link]."));
    }
    messages.add(
        new Message(
            "a rollback",
            owners.commander(),
            "ROLLBACK of phase [n] called by [name] at [time] because of [reason]. Do not release."));
    messages.add(
        new Message("done", owners.commander(), what + " is done; the clean-up step is next."));
    return messages;
  }

  private List<Message> support() {
    var messages = new ArrayList<Message>();
    messages.add(
        new Message(
            "1 day before",
            owners.communications(),
            "Tomorrow "
                + what
                + " begins. Users should notice nothing. If they report [slow or failing"
                + " pages], tell "
                + owners.commander()
                + " at once, with the time."));
    if (plan.common().pattern().movesRows()) {
      messages.add(
          new Message(
              "1 hour before the flip (step 5.2)",
              owners.communications(),
              "In an hour writes may be held for about a second. Nothing is lost; a page that fails can be"
                  + " loaded again."));
      messages.add(new Message("the flip begins", owners.communications(), "Writes are held now."));
      messages.add(
          new Message(
              "the flip ended",
              owners.communications(),
              "Writes go on. Watch for reports until [time], "
                  + Texts.duration(plan.common().gates().soak())
                  + " from now."));
    }
    messages.add(
        new Message(
            "after a rollback",
            owners.communications(),
            "We went back to the old side at [time]. Users need to do nothing."));
    messages.add(new Message("done", owners.communications(), "It is done; the watch is over."));
    return messages;
  }

  private List<Message> customers() {
    boolean moves = plan.common().pattern().movesRows();
    return List.of(
        new Message(
            "7 days before",
            owners.communications(),
            "On [day] we move to [a newer system]. We expect no interruption"
                + (moves ? "; saving may take a second longer once" : "")
                + "."),
        new Message(
            "1 hour before " + (moves ? "the flip" : "the last step"),
            owners.communications(),
            "Maintenance begins at [time]. You can go on working."),
        new Message(
            "after a rollback",
            owners.communications(),
            "We postponed our maintenance. Your data is complete; you need to do nothing."),
        new Message(
            "done",
            owners.communications(),
            "Our maintenance is done. Thank you for your patience."));
  }
}
