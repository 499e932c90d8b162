package io.wheelwright.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /api/v1/namespaces                                                   | list namespaces
            GET    | /api/v1/namespaces/a                                                 | get namespaces a
            PATCH  | /api/v1/namespaces/a/status                                          | patch namespaces/status a
            GET    | /api/v1/namespaces/a/secrets?limit=1                                 | list secrets a/
            GET    | /api/v1/secrets?labelSelector=a%3Db&watch=true                       | watch secrets
            GET    | /apis/wheelwright.io/v1alpha1/namespaces/f/spokes/s                  | get spokes f/s
            PATCH  | /apis/wheelwright.io/v1alpha1/namespaces/f/spokes/s/status?force=true | patch spokes/status f/s
            PUT    | /apis/apps/v1/namespaces/a/deployments/d/scale                       | update deployments/scale a/d
            DELETE | /apis/apps/v1/namespaces/a/deployments                               | deletecollection deployments a/
            DELETE | /api/v1/namespaces/a                                                 | delete namespaces a
            GET    | /version                                                             | list /version
            """)
    void aRequestIsNamedAsAccessRulesNameIt(String method, String uri, String call) {
        assertThat(Call.of(method, uri, null).toString().strip()).isEqualTo(call);
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/namespaces, create namespaces n", "/api/v1/namespaces/a/secrets, create secrets a/n"})
    void aCreationIsNamedAfterWhatItCarries(String uri, String call) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.putObject("metadata").put("name", "n");

        assertThat(Call.of("POST", uri, object)).hasToString(call);
    }
}
