package io.wheelwright.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.wheelwright.Json;
import io.wheelwright.lab.Manifests;
import io.wheelwright.support.Hub;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;

/** What becomes of the license of a running spoke when it is revoked, reinstated, and when its key is rotated. */
class LicenseStory {

    private static final Duration BEAT = Duration.ofSeconds(5);

    /** From a change at the hub to the running spoke: a heartbeat, and what the issue allows beside it. */
    private static final Duration REACHES_THE_SPOKE = BEAT.plusSeconds(15);

    /** After how long a Secret is looked at of which nobody tells: longer than a change may take that is told. */
    private static final Duration RECHECK = Duration.ofMinutes(1);

    private static final Duration IS_LOOKED_AT = RECHECK.plusSeconds(40);

    /** A hub looks for another key once a minute. */
    private static final Duration KEY_IS_TAKEN_OVER = IS_LOOKED_AT.plusSeconds(60);

    /** As if a license had been revoked and reinstated while no hub looked after the Secret. */
    private static final String NEWER = """
            INSERT INTO licenses (jti, spoke_uid, spoke_id, org_uid, plan, plan_rank, action, revision, kid, sha256,
              meaning_hash, claims, deadline, issued_at, expires_at)
            SELECT 'newer', spoke_uid, spoke_id, org_uid, plan, plan_rank, 'renewed', revision + 1, kid, sha256,
              'sha256:other', claims, deadline, issued_at, expires_at
            FROM licenses ORDER BY revision DESC, seq DESC LIMIT 1 RETURNING revision""";

    @Test
    void reachesTheRunningSpoke() throws NoSuchAlgorithmException {
        try (Hub hub = Hub.start(
                "license",
                Map.of(
                        "wheelwright.heartbeat.interval",
                        BEAT.toString(),
                        "wheelwright.operations.recheck",
                        RECHECK.toString()))) {
            hub.apply(Manifests.organization("acme"));
            hub.apply(Manifests.product("cosmetics", "unlicensed: {limits: {maxProducts: 1}}"));
            hub.apply(Manifests.spoke("licensed", "acme", "cosmetics"));
            hub.awaitReady("licensed");
            within(REACHES_THE_SPOKE, () -> assertThat(reason(hub)).isEqualTo("licensed"));

            hub.rest().post("/licenses/acme/revoke", "{\"reason\": \"The contract has ended.\"}", 200);
            within(REACHES_THE_SPOKE, () -> assertThat(reason(hub)).isEqualTo("license_revoked"));
            assertThat(maximum(hub)).isEqualTo(1);
            within(REACHES_THE_SPOKE, () -> assertThat(annotation(hub, "revision"))
                    .isEqualTo("2"));
            assertThat(hub.condition("licensed", "Ready").orElseThrow().getStatus())
                    .isEqualTo("True");

            hub.rest().post("/licenses/acme/reinstate", "", 200);
            within(REACHES_THE_SPOKE, () -> assertThat(reason(hub)).isEqualTo("licensed"));
            assertThat(maximum(hub)).isEqualTo(10);

            hub.rest()
                    .put(
                            "/organizations/acme/billing-state",
                            "{\"state\": \"past_due\", \"grace_ends_at\": \"2999-01-01T00:00:00Z\"}",
                            200);
            timed("a failed payment", () -> assertThat(access(hub)).isEqualTo("read_only"));
            hub.rest().put("/organizations/acme/billing-state", "{\"state\": \"active\"}", 200);
            timed("a payment", () -> assertThat(access(hub)).isEqualTo("full"));

            String behind = annotation(hub, "revision");
            hub.rows(NEWER);
            within(IS_LOOKED_AT, () -> assertThat(annotation(hub, "revision"))
                    .isEqualTo(Long.toString(Long.parseLong(behind) + 2)));

            String kid = annotation(hub, "key");
            rotate(hub);
            within(KEY_IS_TAKEN_OVER, () -> assertThat(annotation(hub, "key")).isNotEqualTo(kid));
            assertThat(Json.read(hub.rest().get("/licenses/jwks", 200), JsonNode.class)
                            .findValuesAsText("kid"))
                    .containsExactly(annotation(hub, "key"), kid);
            assertThat(reason(hub)).isEqualTo("licensed");
            assertThat(hub.rows("select action, count(*) from licenses where action <> 'renewed' group by action"
                            + " order by action"))
                    .extracting(Object::toString)
                    .containsExactly("[generated, 1]", "[revoked, 1]");
        }
    }

    /** As docs/licenses.md says it. */
    private static void rotate(Hub hub) throws NoSuchAlgorithmException {
        Resource<Secret> secret =
                hub.cluster().secrets().inNamespace(hub.space().hubNamespace()).withName("wheelwright-license-key");
        String pem = hub.rest().get("/licenses/public-key", 200);
        String former = pem.replaceAll("-----.*-----", "").replaceAll("\\s", "");
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        String signer = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
        Secret next = new SecretBuilder()
                .withNewMetadata()
                .withNamespace(hub.space().hubNamespace())
                .withName("wheelwright-license-key")
                .endMetadata()
                .withData(Map.of("private.der", signer, "former.pub.der", former))
                .build();
        secret.delete();
        hub.cluster().resource(next).create();
    }

    private static String reason(Hub hub) {
        return hub.agent("licensed", "/access").path("reason").asText();
    }

    private static String access(Hub hub) {
        return hub.agent("licensed", "/access").path("access").asText();
    }

    private static int maximum(Hub hub) {
        return hub.agent("licensed", "/access")
                .path("limits")
                .path("maxProducts")
                .asInt();
    }

    private static String annotation(Hub hub, String name) {
        return hub.cluster()
                .secrets()
                .inNamespace(hub.namespaceOf("licensed"))
                .withName("wheelwright-license")
                .require()
                .getMetadata()
                .getAnnotations()
                .get("wheelwright.io/license-" + name);
    }

    private static void timed(String change, ThrowingRunnable holds) {
        long begin = System.nanoTime();
        within(REACHES_THE_SPOKE, holds);
        System.out.printf(
                Locale.ROOT,
                "%s reaches the agent in %.1f s, allowed %d s, heartbeat %d s%n",
                change,
                (System.nanoTime() - begin) / 1e9,
                REACHES_THE_SPOKE.toSeconds(),
                BEAT.toSeconds());
    }

    private static void within(Duration time, ThrowingRunnable holds) {
        await().atMost(time).pollInterval(Duration.ofMillis(200)).untilAsserted(holds);
    }
}
