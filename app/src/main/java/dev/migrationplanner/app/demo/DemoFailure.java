package dev.migrationplanner.app.demo;

/** The demo did not come to its end; the message says where and why. */
public final class DemoFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemoFailure(String message) {
    super(message);
  }
}
