package io.wheelwright.billing.stripe;

import com.stripe.exception.StripeException;
import com.stripe.model.HasId;
import com.stripe.model.StripeCollection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A list of Stripe's, by pages. The library's own paging fails where more is announced and the last page is empty. */
@FunctionalInterface
public interface StripePage<T extends HasId> {

    /**
     * Asks for a page.
     *
     * @param last id of the last one of the page before; null for the first page
     */
    StripeCollection<T> after(String last) throws StripeException;

    /** All of a list. */
    static <T extends HasId> List<T> all(StripePage<T> list) throws StripeException {
        List<T> all = new ArrayList<>();
        first(list, one -> !all.add(one));
        return all;
    }

    /** The first of a list that is wanted; what comes after it is not asked for. */
    static <T extends HasId> Optional<T> first(StripePage<T> list, Predicate<T> wanted) throws StripeException {
        StripeCollection<T> page;
        String last = null;
        do {
            page = list.after(last);
            for (T one : page.getData()) {
                if (wanted.test(one)) {
                    return Optional.of(one);
                }
                last = one.getId();
            }
        } while (Boolean.TRUE.equals(page.getHasMore()) && !page.getData().isEmpty());
        return Optional.empty();
    }
}
