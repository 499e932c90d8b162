package io.wheelwright.release;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.release.HelmCall.Action;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Releases by Helm, acting as the spoke's deployer. What is there decides what is done, never what was done before. */
@ApplicationScoped
class HelmReleases implements Releases {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int REVISIONS_KEPT = 10;
    private static final Comparator<Secret> NEWEST_FIRST =
            Comparator.comparingInt(HelmReleases::number).reversed();

    /** A revision that Helm can read. */
    private record Revision(Secret secret, ReleaseRecord record) {

        String status() {
            return record.status();
        }
    }

    private final KubernetesClient client;
    private final Deployers deployers;
    private final Charts charts;
    private final HelmPool pool;
    private final HelmMetrics metrics;
    private final Drift drift;

    HelmReleases(
            KubernetesClient client,
            Deployers deployers,
            Charts charts,
            HelmPool pool,
            HelmMetrics metrics,
            Drift drift) {
        this.drift = drift;
        this.client = client;
        this.deployers = deployers;
        this.charts = charts;
        this.pool = pool;
        this.metrics = metrics;
    }

    @Override
    public Optional<ReleaseRecord> find(ReleaseName name) {
        return records(name).stream()
                .filter(HelmReleases::isRecord)
                .sorted(NEWEST_FIRST)
                .flatMap(secret -> StoredRelease.read(secret).stream())
                .findFirst();
    }

    @Override
    public boolean isCurrent(ReleaseRecord record, ReleaseRequest request) throws ReleaseException {
        Charts.Identity chart = charts.identify(request.chart(), pool.folder());
        return record.isDeployed()
                && record.chart().equals(chart.name())
                && record.chartVersion().equals(chart.version())
                && record.valuesDigest().equals(request.valuesDigest());
    }

    @Override
    public ReleaseRecord deploy(ReleaseRequest request) throws ReleaseException {
        Charts.Located chart = charts.locate(request.chart(), pool.folder());
        drift.forget(request.name());
        run(chart, request, clearWay(request.name()) ? Action.UPGRADE : Action.INSTALL);
        return find(request.name())
                .orElseThrow(() -> new ReleaseException(
                        ReleaseException.Kind.OTHER, "Helm reported success, but its record of the release is gone."));
    }

    @Override
    public Repair repair(ReleaseName name, boolean atRest) throws ReleaseException {
        return revisions(name).stream()
                .filter(revision -> revision.record().isDeployed())
                .findFirst()
                .flatMap(revision -> StoredRelease.manifest(revision.secret()))
                .map(manifest -> drift.repair(name, manifest, atRest))
                .orElse(Repair.NOTHING);
    }

    @Override
    public void uninstall(ReleaseName name) throws ReleaseException {
        drift.forget(name);
        harmless(records(name));
        remove(name, Action.UNINSTALL);
    }

    private void remove(ReleaseName name, Action action) throws ReleaseException {
        try (Deployers.Credentials credentials = deployers.credentials(name.namespace())) {
            call(
                    action,
                    child -> new HelmCall(action, name.namespace(), name.name(), null, null, credentials.kubeconfig()));
        }
    }

    /**
     * Clears what a call that was killed has left; we are the only writer, so nobody else is at work on it.
     *
     * @return whether a deployed revision is there to be upgraded
     */
    private boolean clearWay(ReleaseName name) throws ReleaseException {
        List<Revision> revisions = revisions(name);
        if (revisions.isEmpty()) {
            return false;
        }
        boolean everDeployed = revisions.stream()
                .map(Revision::status)
                .anyMatch(status -> status.equals("deployed") || status.equals("superseded"));
        if (!everDeployed || revisions.get(0).status().equals("uninstalling")) {
            remove(name, Action.DISCARD);
            return false;
        }
        if (revisions.get(0).record().isPending()) {
            client.resource(revisions.get(0).secret()).delete();
        }
        forgetOldest(revisions);
        return true;
    }

    /**
     * Helm's library keeps every revision for ever, those of failed upgrades too. One more is about to come; the one that
     * runs is kept however old it is, for Helm upgrades from it.
     */
    private void forgetOldest(List<Revision> revisions) {
        Optional<Revision> running = revisions.stream()
                .filter(revision -> revision.record().isDeployed())
                .findFirst();
        revisions.stream()
                .skip(REVISIONS_KEPT - 1L)
                .filter(revision -> !running.equals(Optional.of(revision)))
                .forEach(revision -> client.resource(revision.secret()).delete());
    }

    private void run(Charts.Located chart, ReleaseRequest request, Action action) throws ReleaseException {
        ReleaseName name = request.name();
        try (Deployers.Credentials credentials = deployers.credentials(name.namespace())) {
            call(action, child -> {
                Path values = child.valuesFile();
                Files.write(values, JSON.writeValueAsBytes(request.values()));
                return new HelmCall(
                        action,
                        name.namespace(),
                        name.name(),
                        chart.path().toString(),
                        values.toString(),
                        credentials.kubeconfig());
            });
        }
    }

    private void call(Action action, HelmPool.Use use) throws ReleaseException {
        metrics.measure(action, () -> {
            Optional<String> error = pool.call(use);
            if (error.isPresent()) {
                throw HelmErrors.of(error.get());
            }
        });
    }

    /**
     * What Helm can read of the release, newest first.
     *
     * @throws ReleaseException when Helm could not read it without harm
     */
    private List<Revision> revisions(ReleaseName name) throws ReleaseException {
        return harmless(records(name)).stream()
                .filter(HelmReleases::isRecord)
                .sorted(NEWEST_FIRST)
                .flatMap(secret -> StoredRelease.read(secret).map(record -> new Revision(secret, record)).stream())
                .toList();
    }

    /** Helm unpacks whatever has its labels, without bounds and in the memory of the hub's container. */
    private static List<Secret> harmless(List<Secret> records) throws ReleaseException {
        for (Secret record : records) {
            if (StoredRelease.isOversized(record)) {
                throw new ReleaseException(
                        ReleaseException.Kind.OTHER,
                        "Secret %s has the labels of Helm's records, but unpacks to more than %d MiB; delete it."
                                .formatted(record.getMetadata().getName(), StoredRelease.MOST_BYTES >> 20));
            }
        }
        return records;
    }

    private List<Secret> records(ReleaseName name) {
        return client.secrets()
                .inNamespace(name.namespace())
                .withLabels(Map.of("owner", "helm", "name", name.name()))
                .list()
                .getItems();
    }

    /** A chart may make Secrets with such labels, too. */
    private static boolean isRecord(Secret secret) {
        return "helm.sh/release.v1".equals(secret.getType())
                && secret.getMetadata().getLabels().getOrDefault("version", "").matches("[0-9]{1,9}");
    }

    private static int number(Secret secret) {
        return Integer.parseInt(secret.getMetadata().getLabels().get("version"));
    }
}
