package io.wheelwright.lifecycle;

import io.wheelwright.mail.Occasion;
import io.wheelwright.mail.Reason;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import java.util.Map;
import java.util.Optional;

/** A mail that tells a customer where it stands, as long as the very same would be told of it now. */
class NoticeOccasion implements Occasion {

    private final NoticeKind kind;
    private final Customers customers;
    private final Lifecycle lifecycle;

    NoticeOccasion(NoticeKind kind, Customers customers, Lifecycle lifecycle) {
        this.kind = kind;
        this.customers = customers;
        this.lifecycle = lifecycle;
    }

    @Override
    public String kind() {
        return kind.template();
    }

    @Override
    public Optional<Map<String, String>> details(Reason reason) {
        return customer(reason).flatMap(customer -> lifecycle
                .notices(customer)
                .filter(notice -> notice.kind() == kind && notice.anchor().equals(reason.anchor()))
                .map(Notice::model)
                .findFirst());
    }

    @Override
    public Optional<String> recipient(Reason reason) {
        return customer(reason).map(Customer::email);
    }

    /** An invoice may wait to be confirmed for long, and is asked for at each look. */
    @Override
    public boolean isAskedForAgain() {
        return kind == NoticeKind.ACTION_REQUIRED;
    }

    private Optional<Customer> customer(Reason reason) {
        return customers.ofUid(Notices.organization(reason.anchor()));
    }
}
