package io.wheelwright.support;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.restassured.RestAssured;
import io.wheelwright.contract.ContractCheck;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.stripe.StripeLab;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * Puts a hub under {@code @QuarkusTest} on the shared control plane and database, with the rights that ship, a provider of
 * its staff and a Stripe of the lab. Its {@link HubSpace}, {@link StaffProvider} and {@link StripeLab} are injected into
 * fields of these types. Every answer is held against the OpenAPI document.
 */
public class HubTestResource implements QuarkusTestResourceLifecycleManager {

    private HubSpace space;
    private StaffProvider staff;
    private StripeLab stripe;

    @Override
    public Map<String, String> start() {
        space = LabPlane.shared().newHub("test");
        staff = StaffProvider.at(0);
        // The client's own property: returned settings would be build-time ones, and Quarkus prints their values.
        System.setProperty("kubeconfig", space.kubeconfig().toString());
        Map<String, String> settings = new HashMap<>(space.settings());
        settings.put("test.staff.issuer", staff.issuer());
        settings.put("quarkus.http.test-port", Integer.toString(space.port()));
        stripe = StripeLab.start(0, Clock.systemUTC());
        settings.putAll(stripe.settings());
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        RestAssured.replaceFiltersWith(new ContractCheck());
        injector.injectIntoFields(space, new TestInjector.MatchesType(HubSpace.class));
        injector.injectIntoFields(staff, new TestInjector.MatchesType(StaffProvider.class));
        injector.injectIntoFields(stripe, new TestInjector.MatchesType(StripeLab.class));
    }

    @Override
    public void stop() {
        System.clearProperty("kubeconfig");
        if (staff != null) {
            staff.close();
        }
        if (stripe != null) {
            stripe.close();
        }
    }
}
