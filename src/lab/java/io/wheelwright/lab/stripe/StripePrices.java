package io.wheelwright.lab.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.param.PriceCreateParams;
import com.stripe.param.PriceCreateParams.Recurring.Interval;
import com.stripe.param.billing.MeterCreateParams;

/** Prices in dollars at the lab's Stripe, each of a product of its own, and what is counted for some of them. */
public final class StripePrices {

    private StripePrices() {}

    /** The id of a price of a month, in cents. */
    public static String monthly(StripeClient client, long amount) throws StripeException {
        return every(Interval.MONTH, client, amount);
    }

    /** The same of a week. */
    public static String weekly(StripeClient client, long amount) throws StripeException {
        return every(Interval.WEEK, client, amount);
    }

    /** The id of a meter, which sums what the events of that name say. */
    public static String meter(StripeClient client, String event) throws StripeException {
        return client.v1()
                .billing()
                .meters()
                .create(MeterCreateParams.builder()
                        .setDisplayName(event)
                        .setEventName(event)
                        .setDefaultAggregation(MeterCreateParams.DefaultAggregation.builder()
                                .setFormula(MeterCreateParams.DefaultAggregation.Formula.SUM)
                                .build())
                        .build())
                .getId();
    }

    /** The id of a price of a unit that a meter counts, in cents; it is charged by the month. */
    public static String metered(StripeClient client, String meter, long amount) throws StripeException {
        return price(
                client,
                amount,
                PriceCreateParams.Recurring.builder()
                        .setInterval(Interval.MONTH)
                        .setUsageType(PriceCreateParams.Recurring.UsageType.METERED)
                        .setMeter(meter));
    }

    private static String every(Interval interval, StripeClient client, long amount) throws StripeException {
        return price(client, amount, PriceCreateParams.Recurring.builder().setInterval(interval));
    }

    private static String price(StripeClient client, long amount, PriceCreateParams.Recurring.Builder recurring)
            throws StripeException {
        return client.v1()
                .prices()
                .create(PriceCreateParams.builder()
                        .setCurrency("usd")
                        .setUnitAmount(amount)
                        .setRecurring(recurring.build())
                        .setProductData(PriceCreateParams.ProductData.builder()
                                .setName("Cosmetics")
                                .build())
                        .build())
                .getId();
    }
}
