package io.wheelwright.account;

/** Something that a person solves more easily than a program does. */
interface Challenge {

    /** What became of an answer. */
    enum Verdict {
        /** It was solved. */
        PASSED,
        /** It was not, or its answer was used before. */
        FAILED,
        /** Nobody could tell. */
        UNAVAILABLE,
        /** Nobody was asked: too many are being judged just now. */
        BUSY
    }

    /**
     * Whether it was solved.
     *
     * @param response what the provider's script has put into the signup page
     */
    Verdict judge(String response);
}
