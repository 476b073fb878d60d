package dev.migrationplanner.app.http;

/** A request that is answered with an error: the status, a short name of it, and what to do. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String error;

  Refusal(int status, String error, String message) {
    super(message, null, false, false);
    this.status = status;
    this.error = error;
  }

  int status() {
    return status;
  }

  Body body() {
    return new Body(error, getMessage() == null ? "" : getMessage());
  }

  /** The JSON of every error. */
  record Body(String error, String message) {}
}
