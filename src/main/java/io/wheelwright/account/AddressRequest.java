package io.wheelwright.account;

import io.wheelwright.problem.Check;

/** Whom something is to be sent to. */
public record AddressRequest(String email) {

    /** The address; ends the request when it is none. */
    Address check() {
        Check check = new Check();
        Address address = Address.parse(email).orElse(null);
        if (address == null) {
            check.error("email", email == null ? "is required" : "must be the address of a mailbox");
        }
        check.done();
        return address;
    }
}
