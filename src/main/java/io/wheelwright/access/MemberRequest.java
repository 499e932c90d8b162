package io.wheelwright.access;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** Asks who has logged in with a token. */
class MemberRequest extends BaseAuthenticationRequest {

    private final String token;

    MemberRequest(String token) {
        this.token = token;
    }

    String token() {
        return token;
    }
}
