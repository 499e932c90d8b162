package io.wheelwright.billing.metering;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.net.ApiResource.RequestMethod;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.Json;
import io.wheelwright.billing.stripe.MeterErrorFollower;
import io.wheelwright.billing.stripe.StripeConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What Stripe says, minutes later, of usage that it has taken and cannot count. A report names a few samples of each error, also
 * of others that use the account: those of this hub are failed and counted, and of the rest the log has the number.
 */
@ApplicationScoped
class MeterErrorReports implements MeterErrorFollower {

    private final StripeClient stripe;
    private final MeteringMetrics metrics;
    private final Clock clock;

    MeterErrorReports(StripeConnection connection, MeteringMetrics metrics, Clock clock) {
        this.stripe = connection.client();
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * What a report says.
     *
     * @param errors how many events could not be counted
     * @param samples those that it names
     */
    record Report(long errors, List<Sample> samples) {

        /** Reads one; what is not there is not said. */
        static Report of(JsonNode event) {
            JsonNode reason = event.path("data").path("reason");
            List<Sample> samples = new ArrayList<>();
            for (JsonNode type : reason.path("error_types")) {
                for (JsonNode sample : type.path("sample_errors")) {
                    id(sample.path("request").path("identifier").asText())
                            .ifPresent(id ->
                                    samples.add(new Sample(id, type.path("code").asText("reported"))));
                }
            }
            return new Report(reason.path("error_count").asLong(samples.size()), List.copyOf(samples));
        }

        /** Identifiers of others that use the account are none of ours. */
        private static Optional<UUID> id(String identifier) {
            try {
                return Optional.of(UUID.fromString(identifier));
            } catch (IllegalArgumentException anothers) {
                return Optional.empty();
            }
        }
    }

    /**
     * An event that could not be counted.
     *
     * @param code Stripe's
     */
    record Sample(UUID event, String code) {}

    @Override
    public String follow(String eventId) throws StripeException {
        Report report = Report.of(Json.read(
                stripe.rawRequest(RequestMethod.GET, "/v2/core/events/" + eventId, null)
                        .body(),
                JsonNode.class));
        long ours = QuarkusTransaction.requiringNew()
                .call(() -> report.samples().stream().filter(this::mark).count());
        metrics.reported(ours);
        String note = "Stripe could not count %d meter events; %d of those that it names are of this hub."
                .formatted(report.errors(), ours);
        Log.warnf("%s See the event %s.", note, eventId);
        return note;
    }

    /** Says whether it is one of ours that was thought to be told. */
    private boolean mark(Sample sample) {
        Optional<MeterEvent> told = MeterEvent.locked(sample.event())
                .filter(event -> event.state == MeterEventState.waiting || event.state == MeterEventState.done);
        told.ifPresent(event -> {
            event.fail(
                    MeterFailure.reported,
                    sample.code(),
                    "Stripe has taken it, and could not count it.",
                    clock.instant());
            Log.errorf(
                    "Stripe does not charge %d units of %s that %s has used, event %s: %s",
                    event.units, event.meter, event.orgId, event.id, sample.code());
        });
        return told.isPresent();
    }
}
