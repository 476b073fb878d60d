package dev.migrationplanner.plan;

/** Who does what: the names of migration.yaml, else the role. */
record Owners(MigrationFile.Team team) {

  String commander() {
    return named(team.commander(), "the migration's commander");
  }

  String source() {
    return named(team.sourceOwner(), "the owner of the source database");
  }

  String target() {
    return named(team.targetOwner(), "the owner of the target database");
  }

  String application() {
    return named(team.applicationOwner(), "the owner of the application");
  }

  String communications() {
    return named(team.communications(), "whoever talks to users");
  }

  String owner() {
    return named(team.owner(), "the migration's owner");
  }

  String approvers() {
    return team.approvers().isEmpty()
        ? "two people named in migration.yaml (team.approvers)"
        : String.join(" and ", team.approvers());
  }

  private static String named(String name, String role) {
    return name.isEmpty() ? role : name;
  }
}
