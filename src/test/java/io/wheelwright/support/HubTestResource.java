package io.wheelwright.support;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.restassured.RestAssured;
import io.wheelwright.contract.ContractCheck;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import java.util.HashMap;
import java.util.Map;

/**
 * Puts a hub under {@code @QuarkusTest} on the shared control plane and database, with the rights that ship and a provider
 * of its staff. Its {@link HubSpace} and its {@link StaffProvider} are injected into fields of these types. Every answer is held against the OpenAPI document.
 */
public class HubTestResource implements QuarkusTestResourceLifecycleManager {

    private HubSpace space;
    private StaffProvider staff;

    @Override
    public Map<String, String> start() {
        space = LabPlane.shared().newHub("test");
        staff = StaffProvider.at(0);
        // The client's own property: returned settings would be build-time ones, and Quarkus prints their values.
        System.setProperty("kubeconfig", space.kubeconfig().toString());
        Map<String, String> settings = new HashMap<>(space.settings());
        settings.put("test.staff.issuer", staff.issuer());
        settings.put("quarkus.http.test-port", Integer.toString(space.port()));
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        RestAssured.replaceFiltersWith(new ContractCheck());
        injector.injectIntoFields(space, new TestInjector.MatchesType(HubSpace.class));
        injector.injectIntoFields(staff, new TestInjector.MatchesType(StaffProvider.class));
    }

    @Override
    public void stop() {
        System.clearProperty("kubeconfig");
        if (staff != null) {
            staff.close();
        }
    }
}
