/**
 * A small web shop with live traffic: the tutorial, the demo and a test at once.
 *
 * <p>In come a {@link dev.migrationplanner.shop.Gateway} to its databases (the client library's, or
 * a plain one) and a rate; out go orders, sessions, price changes and their accounts in a {@link
 * dev.migrationplanner.ledger.Ledger}. It was written for MariaDB; its statements run on PostgreSQL
 * as well, the few differences standing in one place.
 */
@NullMarked
package dev.migrationplanner.shop;

import org.jspecify.annotations.NullMarked;
