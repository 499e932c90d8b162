package io.wheelwright.agent;

import com.fasterxml.jackson.core.JsonProcessingException;

/** An answer of the agent's endpoints. */
record Content(int status, String type, String text) {

    /** A value in JSON. */
    static Content of(int status, String type, Object value) {
        try {
            return new Content(status, type, Json.MAPPER.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
