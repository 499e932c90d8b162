package io.wheelwright.lab.stripe;

/**
 * A request as it arrived.
 *
 * @param key API key of who asks
 * @param path without the query
 * @param parameters form-encoded, whether they were in the query or in the body
 */
public record AskedRequest(String key, String method, String path, String parameters) {

    @Override
    public String toString() {
        return method + " " + path + " " + parameters;
    }
}
