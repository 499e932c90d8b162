package io.wheelwright.account;

import java.time.Duration;

/**
 * What somebody who has logged in is known by.
 *
 * @param access good for a short while, as often as one likes
 * @param refresh good once, for the next pair
 */
record Tokens(String access, Duration accessLife, String refresh, Duration refreshLife) {

    @Override
    public String toString() {
        return "Tokens[***]";
    }
}
