package io.wheelwright.account;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.lab.HubSpace;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Somebody who wants an account, at a hub that sells one more product. */
record Customer(String email, String password, String organization, String product) {

    static final String ROOT = "/hub/api/v1";

    /** A new product and somebody whom the hub has never heard of. The product's chart is nowhere. */
    static Customer of(HubSpace space) {
        String id = UUID.randomUUID().toString().substring(0, 8);
        sell(space, "p-" + id, true).then().statusCode(201);
        return new Customer("ada-" + id + "@acme.example", "granite otter parcel " + id, "Acme " + id, "p-" + id);
    }

    static Response sell(HubSpace space, String product, boolean active) {
        return given().header("Authorization", "Bearer " + space.adminToken())
                .contentType("application/json")
                .body("""
                        {"product": {"id": "%s", "name": "Cosmetics", "version": "1.0.0", "active": %s},
                         "chart": {"source": "Archive", "path": "/nowhere"},
                         "plans": [{"id": "starter", "limits": {"max_users": 5}}, {"id": "growth", "trial_days": 30}]}
                        """.formatted(product, active))
                .post(ROOT + "/products");
    }

    Customer withPassword(String other) {
        return new Customer(email, other, organization, product);
    }

    Customer withEmail(String other) {
        return new Customer(other, password, organization, product);
    }

    Map<String, String> wish() {
        return new HashMap<>(Map.of(
                "email", email,
                "password", password,
                "organization_name", organization,
                "product_id", product));
    }

    Response signUp() {
        return post("/signup", wish());
    }

    /** Confirms the address with the token of a mail, and gives the account its password. */
    Response confirm(String token) {
        return post("/verify-email", Map.of("token", token, "password", password));
    }

    Response logIn() {
        return post("/login", Map.of("email", email, "password", password));
    }

    static Response post(String path, Map<String, String> body) {
        return json().body(body).post(ROOT + path);
    }

    static Response me(String accessToken) {
        return given().header("Authorization", "Bearer " + accessToken).get(ROOT + "/me");
    }

    static RequestSpecification json() {
        return given().contentType("application/json");
    }
}
