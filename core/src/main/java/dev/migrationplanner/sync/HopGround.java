package dev.migrationplanner.sync;

/** What all hoppers of a migration stand on, whatever their direction and epoch. */
record HopGround(
    String migration,
    SyncedTables tables,
    SyncOptions options,
    LogJudge judge,
    OwnHops ownHops,
    Statements statements,
    HopNumbers numbers,
    Touches touches) {}
