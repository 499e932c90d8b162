package io.wheelwright.lab;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.lab.controlplane.Cluster;
import io.wheelwright.lab.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one hub has for itself on a shared cluster: a namespace of custom resources, a namespace to live in, a database,
 * a port and an administrator's token. It acts as the ServiceAccount that ships, with the rights that ship.
 */
public record HubSpace(
        String fleetNamespace, String hubNamespace, Path kubeconfig, String databaseUrl, int port, String adminToken) {

    private static final String SYSTEM = "wheelwright-system";
    static final String FLEET = "wheelwright-fleet";
    private static final String ACCOUNT = "wheelwright";

    /** On a machine that builds and tests at the same time an event loop starves for longer than Vert.x expects. */
    private static final String MOST_STARVATION = "PT30S";

    private static final SecureRandom RANDOM = new SecureRandom();

    /** A space of its own: namespaces and database are named after it and a random suffix. */
    static HubSpace make(Cluster cluster, Database database, String name) {
        String unique = name + "-" + random(3);
        String fleet = "fleet-" + unique;
        String hub = "hub-" + unique;
        copyNamespace(cluster.client(), FLEET, fleet);
        copyNamespace(cluster.client(), SYSTEM, hub);
        return new HubSpace(fleet, hub, kubeconfig(cluster), database.migratedUrl(unique), Ports.free(), random(16));
    }

    /** The one space of the lab: namespaces of the defaults. */
    static HubSpace standard(Cluster cluster, Database database, int port, String adminToken) {
        return new HubSpace(FLEET, SYSTEM, kubeconfig(cluster), database.url("wheelwright"), port, adminToken);
    }

    /** The same with a database that somebody else started. */
    public HubSpace withDatabase(String url) {
        return new HubSpace(fleetNamespace, hubNamespace, kubeconfig, url, port, adminToken);
    }

    /** The same with an API server that is reached by another port of this machine: that of a line or of a proxy. */
    public HubSpace byWayOf(int otherPort) {
        try {
            Path other = kubeconfig.resolveSibling("kubeconfig-" + hubNamespace);
            Files.deleteIfExists(other);
            Files.createFile(other, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    other,
                    Files.readString(kubeconfig)
                            .replaceFirst("(server: https://127\\.0\\.0\\.1:)[0-9]+", "$1" + otherPort));
            return new HubSpace(fleetNamespace, hubNamespace, other, databaseUrl, port, adminToken);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** What the namespaces of its spokes begin with: hubs that share a cluster must not meet in them. */
    public String namespacePrefix() {
        return fleetNamespace.equals(FLEET) ? "spoke-" : fleetNamespace.replaceFirst("fleet", "spoke") + "-";
    }

    /** The hub's settings. They tell nothing about Kubernetes: that is the kubeconfig's part. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("quarkus.datasource.jdbc.url", databaseUrl);
        settings.put("quarkus.http.host", "127.0.0.1");
        settings.put("quarkus.http.port", Integer.toString(port));
        settings.put("wheelwright.url", url().toString());
        settings.put("wheelwright.namespace", fleetNamespace);
        settings.put("quarkus.vertx.max-event-loop-execute-time", MOST_STARVATION);
        settings.put("wheelwright.hub-namespace", hubNamespace);
        settings.put("wheelwright.namespace-prefix", namespacePrefix());
        settings.put("wheelwright.instance", hubNamespace);
        settings.put("wheelwright.admin.token-sha256", sha256(adminToken));
        return settings;
    }

    @Override
    public String toString() {
        return url() + " (" + fleetNamespace + ")";
    }

    static String newToken() {
        return random(24);
    }

    /** Until the rights of the hub ship, it acts as administrator. */
    private static Path kubeconfig(Cluster cluster) {
        boolean ships = cluster.client()
                        .serviceAccounts()
                        .inNamespace(SYSTEM)
                        .withName(ACCOUNT)
                        .get()
                != null;
        return ships ? cluster.kubeconfigFor(SYSTEM, ACCOUNT) : cluster.kubeconfig();
    }

    private static void copyNamespace(KubernetesClient client, String from, String to) {
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(to)
                        .endMetadata()
                        .build())
                .create();
        client.rbac().roles().inNamespace(from).list().getItems().forEach(role -> client.rbac()
                .roles()
                .inNamespace(to)
                .resource(new RoleBuilder(role)
                        .withMetadata(meta(role.getMetadata(), to))
                        .build())
                .create());
        client.rbac().roleBindings().inNamespace(from).list().getItems().forEach(binding -> client.rbac()
                .roleBindings()
                .inNamespace(to)
                .resource(new RoleBindingBuilder(binding)
                        .withMetadata(meta(binding.getMetadata(), to))
                        .build())
                .create());
    }

    private static ObjectMeta meta(ObjectMeta original, String namespace) {
        return new ObjectMetaBuilder()
                .withName(original.getName())
                .withNamespace(namespace)
                .withLabels(original.getLabels())
                .build();
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
