package io.wheelwright.erasure;

import java.util.Set;

/**
 * A table of the hub's database, as a customer sees it.
 *
 * @param fate what becomes of a customer's rows when the customer is erased
 * @param rows SQL condition that finds the rows of an {@link Extent}; null where none are looked for
 * @param withheld columns that an export leaves out; null where it leaves out the table
 * @param why for people: why the rows are not erased; null where they are
 */
public record Holding(String table, Fate fate, String rows, Set<String> withheld, String why) {

    /** What becomes of rows. */
    public enum Fate {
        /** They are deleted. */
        ERASED,
        /** They stay as evidence, without what they say of the customer beyond names and days. */
        REDUCED,
        /** They stay as they are, as evidence. */
        KEPT,
        /** They go by themselves within days, and say nothing that is found by a customer's name. */
        PASSING,
        /** They are about no customer. */
        NOBODYS
    }

    /** Whether an export contains the table. */
    public boolean isExported() {
        return withheld != null;
    }

    static Holding erased(String table, String rows) {
        return new Holding(table, Fate.ERASED, rows, null, null);
    }

    static Holding other(String table, Fate fate, String why) {
        return new Holding(table, fate, null, null, why);
    }

    /** The same that an export contains, but for some columns. */
    Holding exportedWithout(String... columns) {
        return new Holding(table, fate, rows, Set.of(columns), why);
    }
}
