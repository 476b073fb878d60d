package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.ChangeLog.LogMark;

/** The end of a binary log at some moment. */
record BinlogMark(BinlogPlace place) implements LogMark {}
