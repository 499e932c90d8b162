package io.wheelwright.agent;

/** A license that is not good. Another one may be, so this heals when the hub issues one. */
final class LicenseRejected extends Exception {
    private static final long serialVersionUID = 1L;

    private final LicenseProblem problem;

    LicenseRejected(LicenseProblem problem) {
        super(problem.message());
        this.problem = problem;
    }

    LicenseProblem problem() {
        return problem;
    }
}
