package io.wheelwright.billing.metering;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.Price;
import com.stripe.model.Subscription;
import com.stripe.model.SubscriptionItem;
import com.stripe.model.SubscriptionItemCollection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PayerTest {

    @Test
    void anItemChargesByItsMeterWhateverItsPrice() {
        Subscription moved = subscription("sub_1", false, item("price_plan", null), item("price_new", "mtr_1"));

        assertThat(Payer.item(moved, "mtr_1"))
                .map(item -> item.getPrice().getId())
                .contains("price_new");
        assertThat(Payer.item(moved, "mtr_2")).isEmpty();
        assertThat(new Payer(List.of(moved), true).doubt("mtr_1")).isEmpty();
    }

    @Test
    void itemsOfSeveralSubscriptionsChargeTheSameEvent() {
        Subscription one = subscription("sub_1", false, item("price_1", "mtr_1"));
        Subscription other = subscription("sub_2", false, item("price_2", "mtr_1"));

        assertThat(new Payer(List.of(one, other), true).doubt("mtr_1"))
                .hasValueSatisfying(why -> assertThat(why).contains("sub_1 and sub_2"));
        assertThat(new Payer(List.of(one, other), true).doubt("mtr_2")).isEmpty();
    }

    @Test
    void whatIsNotReadInFullMayChargeIt() {
        assertThat(new Payer(List.of(subscription("sub_1", true, item("price_1", "mtr_1"))), true).doubt("mtr_1"))
                .isPresent();
        assertThat(new Payer(List.of(), false).doubt("mtr_1")).isPresent();
    }

    private static Subscription subscription(String id, boolean more, SubscriptionItem... items) {
        SubscriptionItemCollection all = new SubscriptionItemCollection();
        all.setData(Stream.of(items).toList());
        all.setHasMore(more);
        Subscription subscription = new Subscription();
        subscription.setId(id);
        subscription.setItems(all);
        return subscription;
    }

    private static SubscriptionItem item(String priceId, String meter) {
        Price.Recurring recurring = new Price.Recurring();
        recurring.setMeter(meter);
        Price price = new Price();
        price.setId(priceId);
        price.setRecurring(recurring);
        SubscriptionItem item = new SubscriptionItem();
        item.setPrice(price);
        return item;
    }
}
