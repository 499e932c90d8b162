package io.wheelwright.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StaffRoleTest {

    @ParameterizedTest
    @CsvSource({
        "ops, ADMIN",
        "sre, ADMIN",
        "support, VIEWER",
        "support ops, ADMIN",
        "admin, ",
        "platform-viewer, ",
        "OPS, "
    })
    void onlyWhatIsSetMakesSomebodySomething(String values, StaffRole role) {
        StaffConfig config =
                config(Map.of("wheelwright.staff.admins", "ops,sre", "wheelwright.staff.viewers", "support"));

        assertThat(StaffRole.of(List.of(values.split(" ")), config).orElse(null))
                .isEqualTo(role);
    }

    @Test
    void nobodyIsAnybodyWhereNothingIsSet() {
        assertThat(StaffRole.of(List.of("", "admin"), config(Map.of()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://login.example, hub, ops, 0",
        "http://login.example, hub, ops, 1",
        ", hub, ops, 1",
        "https://login.example, , ops, 1",
        "https://login.example, hub, , 1",
        ", , , 3"
    })
    void aHubWhoseStaffLogsInSaysWhatItLacks(String issuer, String audience, String admins, int unmet) {
        Map<String, String> settings = new HashMap<>();
        settings.put("wheelwright.staff.issuer", issuer == null ? "" : issuer);
        settings.put("wheelwright.staff.audience", audience == null ? "" : audience);
        settings.put("wheelwright.staff.admins", admins == null ? "" : admins);

        assertThat(StaffNeeds.unmet(config(settings)))
                .hasSize(unmet)
                .allMatch(need -> need.contains("wheelwright.staff."));
    }

    private static StaffConfig config(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("wheelwright.staff.enabled", "true");
        all.put("wheelwright.staff.role-claim", "groups");
        return new SmallRyeConfigBuilder()
                .withMapping(StaffConfig.class)
                .withSources(new PropertiesConfigSource(all, "test", 100))
                .build()
                .getConfigMapping(StaffConfig.class);
    }
}
