package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import com.stripe.model.Product;
import com.stripe.model.ProductCollection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StripePageTest {

    private final List<String> asked = new ArrayList<>();

    @Test
    void allPagesAreReadAndTheLastMayBeEmpty() throws StripeException {
        assertThat(StripePage.all(last -> {
                    asked.add(last);
                    return last == null ? page(true, "a", "b") : page(true, "b".equals(last) ? "c" : null);
                }))
                .extracting(Product::getId)
                .containsExactly("a", "b", "c");
        assertThat(asked).containsExactly(null, "b", "c");
    }

    @Test
    void nothingIsAskedForBeyondWhatIsWanted() throws StripeException {
        StripePage<Product> list = last -> {
            asked.add(last);
            return page(last == null, last == null ? "a" : "b");
        };
        assertThat(StripePage.first(list, one -> one.getId().equals("a"))).isPresent();
        assertThat(asked).hasSize(1);
        assertThat(StripePage.first(list, one -> false)).isEqualTo(Optional.empty());
        assertThat(asked).containsExactly(null, null, "a");
    }

    private static ProductCollection page(boolean more, String... ids) {
        ProductCollection page = new ProductCollection();
        page.setHasMore(more);
        List<Product> data = new ArrayList<>();
        for (String id : ids) {
            if (id != null) {
                Product one = new Product();
                one.setId(id);
                data.add(one);
            }
        }
        page.setData(data);
        return page;
    }
}
