package io.wheelwright.account;

/** What a link in a mail carries. */
public record TokenRequest(String token) {

    static final int LONGEST = 512;

    @Override
    public String toString() {
        return "TokenRequest[token=***]";
    }
}
