package io.wheelwright.operation;

import io.wheelwright.api.v1alpha1.OperationType;
import io.wheelwright.fleet.Fleet;
import io.wheelwright.mail.Mails;
import io.wheelwright.mail.Occasion;
import io.wheelwright.mail.Reason;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The mail to a customer that the first deployment of an instance has failed for good, as long as that is so and there are
 * the instance and the customer. It goes to the organization's contact; why it failed is for those who run the hub.
 */
@ApplicationScoped
class DeploymentFailed implements Occasion {

    static final String KIND = "deployment-failed";

    private final Mails mails;
    private final Fleet fleet;
    private final Customers customers;

    DeploymentFailed(Mails mails, Fleet fleet, Customers customers) {
        this.mails = mails;
        this.fleet = fleet;
        this.customers = customers;
    }

    /** To be called in the transaction that records the failure; of other operations customers are not told. */
    void tell(OperationEntity operation) {
        customer(operation)
                .ifPresent(customer -> mails.enqueueAgain(
                        customer.uid(), KIND, operation.id.toString(), customer.email(), model(customer)));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Optional<Map<String, String>> details(Reason reason) {
        return customer(reason).map(DeploymentFailed::model);
    }

    @Override
    public Optional<String> recipient(Reason reason) {
        return customer(reason).map(Customer::email);
    }

    private Optional<Customer> customer(Reason reason) {
        return OperationEntity.<OperationEntity>findByIdOptional(UUID.fromString(reason.anchor()))
                .filter(operation -> operation.status == OperationState.failed && !operation.closed)
                .flatMap(this::customer);
    }

    private Optional<Customer> customer(OperationEntity operation) {
        return Optional.of(operation)
                .filter(failed -> failed.type == OperationType.deploy)
                .flatMap(failed -> fleet.tenant(failed.spokeUid))
                .filter(spoke -> spoke.orgUid() != null)
                .flatMap(spoke -> customers.ofUid(spoke.orgUid()));
    }

    private static Map<String, String> model(Customer customer) {
        return Map.of("organization", customer.name());
    }
}
