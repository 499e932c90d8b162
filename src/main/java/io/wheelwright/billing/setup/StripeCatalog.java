package io.wheelwright.billing.setup;

import com.stripe.Stripe;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Price;
import com.stripe.model.billing.Meter;
import com.stripe.param.PriceCreateParams;
import com.stripe.param.PriceListParams;
import com.stripe.param.ProductCreateParams;
import com.stripe.param.WebhookEndpointCreateParams;
import com.stripe.param.WebhookEndpointCreateParams.ApiVersion;
import com.stripe.param.WebhookEndpointCreateParams.EnabledEvent;
import com.stripe.param.billing.MeterCreateParams;
import com.stripe.param.billing.MeterListParams;
import io.wheelwright.billing.setup.SetupItem.SetupKind;
import io.wheelwright.billing.stripe.AccountReader;
import io.wheelwright.billing.stripe.EndpointFacts;
import io.wheelwright.billing.stripe.MeterFacts;
import io.wheelwright.billing.stripe.PriceFacts;
import io.wheelwright.billing.stripe.StripeConnection;
import io.wheelwright.billing.stripe.StripePage;
import io.wheelwright.billing.stripe.StripeQuestion;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What is asked of Stripe to set an account up. Nothing that is there is changed. */
@ApplicationScoped
class StripeCatalog {

    /** Metadata of what is made: which product, and which plan or meter of it. */
    private static final String PRODUCT = "wheelwright_product_id";

    private static final String PLAN = "wheelwright_plan";
    private static final String METER = "wheelwright_meter";
    private static final long MOST = 100;

    private final StripeClient stripe;
    private final AccountReader reader;

    StripeCatalog(StripeConnection connection, AccountReader reader) {
        this.stripe = connection.client();
        this.reader = reader;
    }

    /** The meters of the account, read once, when the first one is asked for. */
    final class Meters {

        private Map<String, MeterFacts> read;

        private Optional<MeterFacts> of(Ware ware) throws StripeException {
            if (read == null) {
                read = activeMeters();
            }
            return Optional.ofNullable(read.get(ware.eventName()));
        }
    }

    Meters meters() {
        return new Meters();
    }

    /** What is there of a ware. */
    Standing look(Ware ware, Meters meters) throws StripeException {
        if (ware.priceId() != null) {
            Optional<PriceFacts> named = reader.price(ware.priceId());
            if (named.isPresent()) {
                return new Standing(named, Optional.empty(), Optional.empty(), reader.meter(named.get()));
            }
        }
        if (ware.problem().isPresent()) {
            return new Standing(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }
        return new Standing(
                Optional.empty(), price(ware), product(ware), ware.isMeter() ? meters.of(ware) : Optional.empty());
    }

    /** Makes the product that the price belongs to. */
    String makeProduct(Ware ware) throws StripeException {
        ProductCreateParams params = ProductCreateParams.builder()
                .setId(ware.stripeProductId())
                .setName(ware.name())
                .putMetadata(PRODUCT, ware.productId())
                .putMetadata(ware.isMeter() ? METER : PLAN, ware.id())
                .build();
        return new OneOf<>(params, () -> standing(ware, SetupKind.product))
                .make(options -> OneOf.made(stripe.v1().products().create(params, options), made -> made.getId()));
    }

    /** Makes the meter that the price charges. */
    String makeMeter(Ware ware) throws StripeException {
        MeterCreateParams params = MeterCreateParams.builder()
                .setDisplayName(ware.name())
                .setEventName(ware.eventName())
                .setDefaultAggregation(MeterCreateParams.DefaultAggregation.builder()
                        .setFormula(MeterCreateParams.DefaultAggregation.Formula.SUM)
                        .build())
                .setCustomerMapping(MeterCreateParams.CustomerMapping.builder()
                        .setType(MeterCreateParams.CustomerMapping.Type.BY_ID)
                        .setEventPayloadKey(Standing.CUSTOMER)
                        .build())
                .setValueSettings(MeterCreateParams.ValueSettings.builder()
                        .setEventPayloadKey(Standing.VALUE)
                        .build())
                .build();
        return new OneOf<>(params, () -> standing(ware, SetupKind.meter))
                .make(options -> OneOf.made(stripe.v1().billing().meters().create(params, options), Meter::getId));
    }

    /**
     * Makes the price.
     *
     * @param meterId what it charges; null for a plan
     */
    String makePrice(Ware ware, String meterId) throws StripeException {
        var recurring = PriceCreateParams.Recurring.builder().setInterval(PriceCreateParams.Recurring.Interval.MONTH);
        if (ware.isMeter()) {
            recurring
                    .setUsageType(PriceCreateParams.Recurring.UsageType.METERED)
                    .setMeter(meterId);
        }
        PriceCreateParams params = PriceCreateParams.builder()
                .setProduct(ware.stripeProductId())
                .setCurrency(ware.currency().toLowerCase(Locale.ROOT))
                .setUnitAmountDecimal(ware.unitAmount())
                .setRecurring(recurring.build())
                .setLookupKey(ware.lookupKey())
                .putMetadata(PRODUCT, ware.productId())
                .putMetadata(ware.isMeter() ? METER : PLAN, ware.id())
                .build();
        return new OneOf<>(params, () -> standing(ware, SetupKind.price))
                .make(options -> OneOf.made(stripe.v1().prices().create(params, options), Price::getId));
    }

    List<EndpointFacts> endpoints() throws StripeException {
        return reader.endpoints();
    }

    /**
     * An endpoint.
     *
     * @param secret null where Stripe does not tell it any more
     */
    record MadeEndpoint(String id, String secret) {

        @Override
        public String toString() {
            return id;
        }
    }

    /** Makes the endpoint that tells the hub what it does something about. */
    MadeEndpoint makeEndpoint(String url) throws StripeException {
        WebhookEndpointCreateParams params = WebhookEndpointCreateParams.builder()
                .setUrl(url)
                .setApiVersion(Stream.of(ApiVersion.values())
                        .filter(version -> version.getValue().equals(Stripe.API_VERSION))
                        .findFirst()
                        .orElseThrow())
                .addAllEnabledEvent(Stream.of(EnabledEvent.values())
                        .filter(event -> EndpointFacts.HANDLED.contains(event.getValue()))
                        .toList())
                .setDescription("Wheelwright")
                .build();
        return new OneOf<>(params, () -> endpoints().stream()
                        .filter(one -> one.url().equals(url))
                        .findFirst()
                        .map(one -> new MadeEndpoint(one.id(), null)))
                .make(options -> OneOf.made(
                        stripe.v1().webhookEndpoints().create(params, options),
                        made -> new MadeEndpoint(made.getId(), made.getSecret())));
    }

    /** What has been made meanwhile counts only as it should be. */
    private Optional<String> standing(Ware ware, SetupKind kind) throws StripeException {
        return look(ware, new Meters()).items(ware).stream()
                .filter(item -> item.kind() == kind && item.stands())
                .findFirst()
                .map(SetupItem::stripeId);
    }

    private Optional<Boolean> product(Ware ware) throws StripeException {
        return StripeQuestion.unlessMissing(() -> stripe.v1().products().retrieve(ware.stripeProductId()))
                .filter(product -> !Boolean.TRUE.equals(product.getDeleted()))
                .map(product -> Boolean.TRUE.equals(product.getActive()));
    }

    private Optional<PriceFacts> price(Ware ware) throws StripeException {
        return stripe
                .v1()
                .prices()
                .list(PriceListParams.builder()
                        .addLookupKey(ware.lookupKey())
                        .setLimit(MOST)
                        .build())
                .getData()
                .stream()
                .findFirst()
                .map(PriceFacts::of);
    }

    /** Those that are active, by the name of their events. */
    private Map<String, MeterFacts> activeMeters() throws StripeException {
        Map<String, MeterFacts> meters = new HashMap<>();
        StripePage.all(last -> stripe.v1()
                        .billing()
                        .meters()
                        .list(MeterListParams.builder()
                                .setStatus(MeterListParams.Status.ACTIVE)
                                .setLimit(MOST)
                                .setStartingAfter(last)
                                .build()))
                .forEach(meter -> meters.putIfAbsent(meter.getEventName(), MeterFacts.of(meter)));
        return meters;
    }
}
