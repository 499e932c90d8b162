package io.wheelwright.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.wheelwright.WheelwrightConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

        assertThat(StaffNeeds.unmet(config(settings), token(null, null)))
                .hasSize(unmet)
                .allMatch(need -> need.contains("wheelwright.staff."));
    }

    @ParameterizedTest
    @CsvSource({
        "ops, , , , people with a value of wheelwright.staff.admins",
        "ops, abc, true, , 'people with a value of wheelwright.staff.admins, who has the administrator''s token'",
        "ops, abc, , , people with a value of wheelwright.staff.admins",
        ", abc, true, , who has the administrator's token",
        ", abc, , viewers alone can change nothing, nobody",
        ", , true, viewers alone can change nothing, nobody",
    })
    void somebodyCanAdminister(String admins, String hash, Boolean enabled, String unmet, String waysIn) {
        StaffConfig config = config(Map.of(
                "wheelwright.staff.issuer",
                "https://login.example",
                "wheelwright.staff.audience",
                "hub",
                "wheelwright.staff.viewers",
                "support",
                "wheelwright.staff.admins",
                admins == null ? "" : admins));

        assertThat(String.join("", StaffNeeds.unmet(config, token(hash, enabled))))
                .matches(unmet == null ? "" : ".*" + unmet);
        assertThat(String.join(", ", StaffNeeds.waysIn(config, token(hash, enabled))))
                .isEqualTo(waysIn);
    }

    private static WheelwrightConfig.Admin token(String hash, Boolean enabled) {
        return new WheelwrightConfig.Admin() {
            @Override
            public Optional<String> tokenSha256() {
                return Optional.ofNullable(hash);
            }

            @Override
            public Optional<Boolean> tokenEnabled() {
                return Optional.ofNullable(enabled);
            }
        };
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
