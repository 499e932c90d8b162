package io.wheelwright.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.support.Hub;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a life has led to, without what is another for every spoke: names, identities and times. */
final class EndState {

    private static final String DEPLOYERS = "wheelwright-deployers";

    private static final List<Class<? extends HasMetadata>> KINDS = List.of(
            ResourceQuota.class,
            LimitRange.class,
            NetworkPolicy.class,
            ServiceAccount.class,
            Role.class,
            RoleBinding.class,
            Secret.class,
            ConfigMap.class,
            Service.class,
            Deployment.class,
            StatefulSet.class,
            DaemonSet.class,
            PersistentVolumeClaim.class,
            PodDisruptionBudget.class,
            Ingress.class,
            CronJob.class,
            Job.class);

    private static final Map<String, String> ROWS = Map.of(
            "spokes", "plan, status, phase, access, target_version, gone_at is not null",
            "subscriptions", "plan, source, state",
            "operations", "type, status, attempt",
            "scheduled_deletions", "state, attempts, tries, stopped",
            "directory", "did, endpoint");

    private EndState() {}

    /** Of a spoke that runs: every object of its namespace, the status, and the rows. */
    static Map<String, Object> of(Hub hub, String spoke) {
        Map<String, Object> state = new TreeMap<>();
        for (Class<? extends HasMetadata> kind : KINDS) {
            hub.cluster()
                    .resources(kind)
                    .inNamespace(hub.namespaceOf(spoke))
                    .list()
                    .getItems()
                    .forEach(object -> state.put(
                            HasMetadata.getKind(kind) + " "
                                    + object.getMetadata().getName(),
                            plain(object, spoke)));
        }
        state.put(
                "Namespace",
                plain(
                        hub.cluster()
                                .namespaces()
                                .withName(hub.namespaceOf(spoke))
                                .require(),
                        spoke));
        state.put("Spoke", status(hub, spoke));
        state.putAll(rows(hub, spoke, "running "));
        return state;
    }

    /** What is left of a spoke that was deleted. */
    static Map<String, Object> remains(Hub hub, String spoke) {
        Map<String, Object> state = new TreeMap<>(rows(hub, spoke, "after deletion "));
        String account = hub.namespaceOf(spoke);
        state.put(
                "deployer",
                List.of(
                        hub.cluster()
                                .serviceAccounts()
                                .inNamespace(DEPLOYERS)
                                .withName(account)
                                .isReady(),
                        hub.cluster()
                                .secrets()
                                .inNamespace(DEPLOYERS)
                                .withName(account)
                                .isReady()));
        return state;
    }

    private static Map<String, Object> rows(Hub hub, String spoke, String when) {
        Map<String, Object> rows = new TreeMap<>();
        ROWS.forEach((table, columns) -> rows.put(
                when + table,
                plain(
                        hub.rows("""
                                select %s from %s
                                where %s in (select %s from spokes where spoke_id = '%s') order by 1, 2""".formatted(
                                        columns, table, key(table), key(table).replace("spoke_uid", "uid"), spoke)),
                        spoke)));
        rows.put(
                when + "phases completed",
                hub.rows(
                        "select phase from provisioning_events where spoke_id = '%s' and status = 'completed' order by id"
                                .formatted(spoke)));
        rows.put(
                when + "audit",
                hub.rows("select action, kind from audit where object = '%s' order by id".formatted(spoke)));
        rows.put(
                when + "mails",
                hub.rows("select kind from mails where model::text like '%%%s%%' order by id".formatted(spoke)));
        rows.put(when + "license revisions", hub.rows("""
                        select max(revision), count(distinct revision) from licenses
                        join spokes on spokes.uid = licenses.spoke_uid where spokes.spoke_id = '%s'""".formatted(spoke)));
        return rows;
    }

    private static String key(String table) {
        return table.equals("subscriptions") ? "spoke_uid" : "spoke_id";
    }

    private static Object plain(List<List<String>> rows, String spoke) {
        return rows.stream()
                .map(row -> String.join(
                        " | ",
                        row.stream()
                                .map(column -> named(String.valueOf(column), spoke))
                                .toList()))
                .toList();
    }

    private static String plain(HasMetadata object, String spoke) {
        ObjectNode tree = tree(object);
        tree.remove("status");
        ObjectNode metadata = (ObjectNode) tree.get("metadata");
        metadata.remove(List.of(
                "uid", "resourceVersion", "creationTimestamp", "managedFields", "generation", "ownerReferences"));
        if (metadata.get("annotations") instanceof ObjectNode annotations) {
            annotations.remove(List.of(Labels.UID, Labels.BIRTH_ID));
            annotations.remove(List.of(
                    Labels.GROUP + "/license-id",
                    Labels.GROUP + "/license-meaning",
                    Labels.GROUP + "/license-issued-at",
                    Labels.GROUP + "/license-key",
                    Labels.GROUP + "/license-expires-at"));
        }
        if (metadata.get("labels") instanceof ObjectNode labels) {
            labels.remove("modifiedAt");
        }
        if (object instanceof Secret secret) {
            tree.remove("data");
            tree.put("keys", String.join(",", new TreeMap<>(secret.getData()).keySet()));
        }
        if (tree.get("spec") instanceof ObjectNode spec) {
            spec.remove(List.of("clusterIP", "clusterIPs", "volumeName"));
        }
        return named(tree.toString(), spoke);
    }

    private static String status(Hub hub, String spoke) {
        ObjectNode status = tree(hub.spoke(spoke)).withObject("/status");
        // what the agent said last, which depends on the second of its heartbeat
        status.remove(List.of("handedOffAt", "health"));
        ((ObjectNode) status.path("operation")).remove(List.of("id", "startedAt"));
        ((ObjectNode) status.path("release")).remove(List.of("deployedAt", "valuesDigest"));
        ((ObjectNode) status.path("license")).remove(List.of("jti", "expiresAt", "hash"));
        for (JsonNode condition : status.path("conditions")) {
            ((ObjectNode) condition).remove("lastTransitionTime");
        }
        return named(status.toString(), spoke);
    }

    private static ObjectNode tree(HasMetadata object) {
        return (ObjectNode) Json.read(Serialization.asJson(object), JsonNode.class);
    }

    private static String named(String text, String spoke) {
        return text.replace(spoke, "{spoke}");
    }
}
