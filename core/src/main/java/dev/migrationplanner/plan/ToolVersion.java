package dev.migrationplanner.plan;

/** This product's version, as a plan records it. */
public final class ToolVersion {

  /** Grows whenever a plan made by the former version could be carried out otherwise. */
  public static final String CURRENT = "0.1";

  private ToolVersion() {}
}
