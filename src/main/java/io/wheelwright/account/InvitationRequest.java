package io.wheelwright.account;

import io.wheelwright.access.MemberRole;
import io.wheelwright.problem.Check;

/** Whom to invite, and as what. */
public record InvitationRequest(String email, MemberRole role) {

    /** The address; ends the request when something is not valid. */
    Address check(DeniedDomains denied) {
        Check check = new Check().required("role", role);
        Address address = Address.parse(email).orElse(null);
        if (address == null) {
            check.error("email", email == null ? "is required" : "must be the address of a mailbox");
        } else if (denied.contain(address)) {
            check.error("email", "must be an address that lasts: this domain is not accepted");
        }
        check.done();
        return address;
    }
}
