/**
 * What an application was promised, kept outside its databases, and the judge who holds both
 * databases to it.
 *
 * <p>In come the application's own accounts of its writes: acknowledged, failed or unknown, with
 * the rows they made. Out goes a {@link dev.migrationplanner.ledger.Judgement}: what is lost,
 * doubled, back from the dead or different. The package knows the JDK and JDBC alone, so that it
 * can judge the product without trusting any code of it.
 */
@NullMarked
package dev.migrationplanner.ledger;

import org.jspecify.annotations.NullMarked;
