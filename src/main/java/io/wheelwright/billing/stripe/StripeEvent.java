package io.wheelwright.billing.stripe;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.wheelwright.billing.stripe.Subject.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an event tells apart from others, read from its raw JSON: the library's typed object is empty where the API version
 * is of another release train.
 *
 * @param live whether it is of live mode; null where it does not say
 * @param account the connected account that it is of; null for one's own
 * @param subject what it is about; null for nothing that the hub follows
 */
record StripeEvent(String id, String type, Boolean live, String account, String apiVersion, Subject subject) {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_]{1,255}");
    private static final Pattern TYPE = Pattern.compile("[a-z0-9_.]{1,128}");
    private static final Set<String> ABOUT_A_SESSION = Set.of(
            "checkout.session.completed",
            "checkout.session.async_payment_succeeded",
            "checkout.session.async_payment_failed");
    private static final Set<String> ABOUT_A_CUSTOMER = Set.of("customer.updated", "customer.deleted");

    /** They carry no data: what they are about is asked for by their own id. */
    private static final Set<String> ABOUT_METERS =
            Set.of("v1.billing.meter.error_report_triggered", "v1.billing.meter.no_meter_found");

    private static final Set<String> ABOUT_REFUNDS =
            Set.of("refund.created", "refund.updated", "refund.failed", "charge.refunded", "charge.refund.updated");

    private static final String ABOUT_DISPUTES = "charge.dispute.";

    /** It was advanced, and what fell due on the way is done. */
    private static final String ABOUT_A_TEST_CLOCK = "test_helpers.test_clock.ready";

    /** Reads an event; empty where it is none. */
    static Optional<StripeEvent> read(byte[] body) {
        try {
            String json = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return read(MAPPER.readTree(json));
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    /** The same of what was read before. */
    static Optional<StripeEvent> read(JsonNode event) {
        String id = id(event.path("id"));
        String type = event.path("type").asText();
        return id == null || !TYPE.matcher(type).matches() ? Optional.empty() : Optional.of(of(id, type, event));
    }

    /** What is done with it when it arrives. */
    Arrival arrival(boolean liveAccount) {
        if (account != null) {
            return new Arrival(EventState.ignored, "It is of a connected account.");
        }
        if (live == null || live != liveAccount) {
            return new Arrival(
                    EventState.quarantined,
                    "It is not of the mode of wheelwright.stripe.live, and nothing follows from it.");
        }
        return new Arrival(subject == null ? EventState.ignored : EventState.pending, null);
    }

    /** The id of what it is about, if that is of a kind; null otherwise. */
    String about(Kind kind) {
        return subject != null && subject.kind() == kind ? subject.id() : null;
    }

    /** Whether events of a type say that usage could not be counted. */
    static boolean isAboutMeters(String type) {
        return ABOUT_METERS.contains(type);
    }

    /** How an event begins in the inbox, and why. */
    record Arrival(EventState state, String note) {}

    private static StripeEvent of(String id, String type, JsonNode event) {
        JsonNode object = event.path("data").path("object");
        return new StripeEvent(
                id,
                type,
                event.path("livemode").isBoolean() ? event.path("livemode").asBoolean() : null,
                event.path("account").asText(null),
                version(event.path("api_version")),
                subject(id, type, object));
    }

    /** Null for none. */
    private static Subject subject(String eventId, String type, JsonNode object) {
        Kind kind = kind(type);
        String id =
                switch (kind) {
                    case meter_error -> eventId;
                    case subscription -> subscription(type, object);
                    default -> id(object);
                };
        return id == null ? null : new Subject(kind, id);
    }

    private static Kind kind(String type) {
        if (isAboutMeters(type)) {
            return Kind.meter_error;
        }
        if (ABOUT_REFUNDS.contains(type)) {
            return Kind.refund;
        }
        if (ABOUT_A_CUSTOMER.contains(type)) {
            return Kind.customer;
        }
        if (ABOUT_A_TEST_CLOCK.equals(type)) {
            return Kind.test_clock;
        }
        return type.startsWith(ABOUT_DISPUTES) ? Kind.dispute : Kind.subscription;
    }

    private static String subscription(String type, JsonNode object) {
        if (type.startsWith("customer.subscription.")) {
            return id(object);
        }
        if (ABOUT_A_SESSION.contains(type)) {
            return id(object.path("subscription"));
        }
        if (!type.startsWith("invoice.") || type.equals("invoice.upcoming")) {
            return null;
        }
        String byParent = id(object.path("parent").path("subscription_details").path("subscription"));
        return byParent == null ? id(object.path("subscription")) : byParent;
    }

    /** The id of an object, or what stands for it. */
    private static String id(JsonNode object) {
        String id = object.isObject() ? object.path("id").asText() : object.asText();
        return ID.matcher(id).matches() && !object.isNumber() && !object.isBoolean() && !object.isNull() ? id : null;
    }

    private static String version(JsonNode version) {
        return version.isTextual() && version.asText().matches("[0-9A-Za-z._-]{1,64}") ? version.asText() : null;
    }
}
