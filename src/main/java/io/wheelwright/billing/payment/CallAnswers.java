package io.wheelwright.billing.payment;

import io.wheelwright.Json;
import io.wheelwright.idempotency.Once;
import io.wheelwright.idempotency.Reply;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers requests that ask for a call to Stripe: by how the call stands when the answer is made. */
@ApplicationScoped
class CallAnswers {

    private static final String CALL = "call";
    private static final int ACCEPTED = 202;

    private final StripeCalls calls;
    private final Once once;

    CallAnswers(StripeCalls calls, Once once) {
        this.calls = calls;
        this.once = once;
    }

    /** A request in two steps. */
    @FunctionalInterface
    interface Write {

        /** Looks, outside of a transaction, whether it can be; returns what asks for the call, inside of one, and names it. */
        Supplier<UUID> prepare();
    }

    /**
     * Serves a request once, makes the call, and answers: 402 where a payment was declined, 409 where the call has failed
     * otherwise, 202 with the place of the call while it waits. A repeat of the request is answered by the same call.
     *
     * @param key the Idempotency-Key; null for none
     * @param route method and path
     * @param done makes the answer of a call that is done; not in a transaction
     */
    Response answer(String key, String route, Object body, Write write, Function<CallView, Response> done) {
        Reply reply = once.perform(key, route, body, () -> {
            Supplier<UUID> ask = write.prepare();
            return () -> new Reply(ACCEPTED, null, null, Json.tree(Map.of(CALL, ask.get())));
        });
        return answer(UUID.fromString(reply.body().path(CALL).asText()), done);
    }

    private Response answer(UUID id, Function<CallView, Response> done) {
        CallView call = calls.perform(id);
        if (call.succeeded()) {
            return done.apply(call);
        }
        if (call.wasRefusedPayment()) {
            throw Problem.of(ProblemType.PAYMENT_REFUSED, call.error());
        }
        if (call.hasFailed()) {
            throw Problem.of(ProblemType.CONFLICT, FailedChain.text(calls.chain(call)));
        }
        return Response.accepted(call)
                .header(
                        HttpHeaders.LOCATION,
                        "/hub/api/v1/subscriptions/%s/calls/%s".formatted(call.orgId(), call.id()))
                .build();
    }
}
