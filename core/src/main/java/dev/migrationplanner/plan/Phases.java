package dev.migrationplanner.plan;

import dev.migrationplanner.gate.Gate;
import dev.migrationplanner.gate.Gates;
import dev.migrationplanner.plan.Plan.GateView;
import dev.migrationplanner.plan.Plan.Phase;
import java.util.ArrayList;
import java.util.List;

/** The phases of a migration's pattern, with everything in them. */
final class Phases {

  private final MigrationFile file;
  private final EarlyPhases early;
  private final LatePhases late;

  Phases(MigrationFile file, Facts facts, Estimator estimator) {
    this.file = file;
    this.early = new EarlyPhases(file, estimator);
    this.late = new LatePhases(file, facts, estimator);
  }

  List<Phase> all() {
    return file.pattern().phases().stream().map(this::phase).toList();
  }

  private Phase phase(int number) {
    PhaseSteps steps = steps(number);
    return new Phase(
        number,
        steps.name(),
        steps.stage(),
        steps.goal(),
        steps.steps(),
        gates(number),
        steps.rollback(),
        steps.machine());
  }

  private PhaseSteps steps(int number) {
    return switch (number) {
      case 0 -> early.prepare();
      case 1 -> early.dualWrite();
      case 2 -> early.backfill();
      case 3 -> early.dualRead();
      case 4 -> late.flipReads();
      case 5 -> late.flipWrites();
      case 6 -> late.decommission();
      default -> throw new IllegalArgumentException("there is no phase " + number);
    };
  }

  private List<GateView> gates(int number) {
    var views = new ArrayList<GateView>();
    var gates = new Gates(file.gates());
    if (number == (file.pattern() == MigrationPattern.DUAL_WRITE ? 4 : 2)) {
      gates.beforeFlip(number).forEach(gate -> views.add(view(gate)));
    }
    gates.leaving(number).forEach(gate -> views.add(view(gate)));
    if (number == 4) {
      views.add(0, ramp());
    }
    if (number == 6) {
      views.add(
          new GateView(
              "approvals",
              file.gates().approvalsMin()
                  + " different people approve, bound to the hash of the final evidence",
              List.of()));
    }
    return views;
  }

  private static GateView view(Gate gate) {
    return new GateView(
        gate.id(), gate.condition(), gate.needs().stream().map(Enum::name).toList());
  }

  private GateView ramp() {
    return new GateView(
        "ramp",
        "at each of "
            + String.join(", ", file.ramp().stream().map(s -> Texts.percent(s / 10_000.0)).toList())
            + ": for at least "
            + Texts.duration(file.gates().holdPerStep())
            + " and "
            + Texts.count(file.gates().leastSamples())
            + " reads no mismatch, errors no worse than the old side's (sequential test, at most "
            + Texts.percent(file.gates().falseAlarms())
            + " false alarms), p95 within "
            + Math.round(file.gates().readP95MaxMillis())
            + " ms",
        List.of());
  }
}
