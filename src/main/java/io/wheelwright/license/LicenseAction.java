package io.wheelwright.license;

/** Why a license was issued. */
public enum LicenseAction {
    /** The spoke had none. */
    generated,
    /** It is for a greater plan. */
    upgraded,
    /** It is for a smaller plan. */
    downgraded,
    /** The one before was a day old, or said something else of the same plan. */
    renewed,
    /** It ends the use of the software, as billing says. */
    suspended,
    /** It ends the use of the software, as an administrator says. */
    revoked;

    /**
     * What two licenses differ in.
     *
     * @param planRank place of the plan among those of its product, the smallest first; null where nobody noted it
     * @param mayRun whether the software may be used, be it for reading only
     */
    record Standing(String plan, Integer planRank, boolean mayRun, boolean isRevoked) {}

    /**
     * Why a license is issued after another one.
     *
     * @param before null where there was none
     */
    static LicenseAction of(Standing before, Standing now) {
        if (before == null) {
            return generated;
        }
        if (now.isRevoked() && !before.isRevoked()) {
            return revoked;
        }
        if (before.mayRun() && !now.mayRun()) {
            return suspended;
        }
        if (before.plan().equals(now.plan()) || before.planRank() == null || now.planRank() == null) {
            return renewed;
        }
        return now.planRank() > before.planRank() ? upgraded : downgraded;
    }
}
