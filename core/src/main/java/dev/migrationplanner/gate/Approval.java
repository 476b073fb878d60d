package dev.migrationplanner.gate;

/** Somebody's yes, given in sight of evidence of that hash. */
public record Approval(String who, String evidenceHash, String at) {}
