package io.wheelwright;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.Utils;
import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.Product;
import io.wheelwright.api.v1alpha1.Spoke;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Starts the operator as soon as it can work: when the API server answers and knows our custom resources, and what has to be
 * done before is done. Until then the hub is alive, not ready, and says what is missing.
 */
@Singleton
@Readiness
class OperatorStart implements HealthCheck {

    private static final int RETRY_SECONDS = 2;

    private final Operator operator;
    private final KubernetesClient client;
    private final WheelwrightConfig config;
    private final List<BeforeOperator> before;
    private final ScheduledExecutorService retries = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "operator-start");
        thread.setDaemon(true);
        return thread;
    });
    private volatile String obstacle = "The operator has not started yet.";

    OperatorStart(
            Operator operator, KubernetesClient client, WheelwrightConfig config, @All List<BeforeOperator> before) {
        this.operator = operator;
        this.client = client;
        this.config = config;
        this.before = before;
    }

    void onStart(@Observes StartupEvent event) {
        leaveLogContextAlone();
        retries.execute(this::attempt);
    }

    void onStop(@Observes ShutdownEvent event) {
        retries.shutdownNow();
        operator.stop();
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("operator");
        return obstacle == null
                ? response.up().build()
                : response.down().withData("reason", obstacle).build();
    }

    /** What the framework says of a visit stays with the pooled thread and is wrong about the next: we say it ourselves. */
    private static void leaveLogContextAlone() {
        System.setProperty(Utils.USE_MDC_ENV_KEY, "false");
    }

    private void attempt() {
        String found;
        try {
            found = findObstacle();
            if (found == null) {
                operator.start();
                obstacle = null;
                return;
            }
        } catch (RuntimeException failure) {
            // The boundary of this thread: an operator that cannot start is of no use, so the process starts anew.
            Log.error("The operator cannot start; the hub ends.", failure);
            Quarkus.asyncExit(1);
            return;
        }
        if (!found.equals(obstacle)) {
            Log.error(found);
        }
        obstacle = found;
        retries.schedule(this::attempt, RETRY_SECONDS, TimeUnit.SECONDS);
    }

    private String findObstacle() {
        URI url = config.url();
        if (url.getHost() == null || url.getScheme() == null || !url.getScheme().matches("https?")) {
            return "wheelwright.url is %s; agents need one such as https://hub.example.com".formatted(url);
        }
        for (Class<? extends CustomResource<?, ?>> kind : List.of(Product.class, Organization.class, Spoke.class)) {
            try {
                client.resources(kind)
                        .inNamespace(config.namespace())
                        .list(new ListOptionsBuilder().withLimit(1L).build());
            } catch (KubernetesClientException refused) {
                return explain(kind.getSimpleName(), refused);
            }
        }
        return before.stream()
                .map(BeforeOperator::obstacle)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }

    private String explain(String kind, KubernetesClientException refused) {
        return switch (refused.getCode()) {
            case HttpURLConnection.HTTP_NOT_FOUND ->
                "The API server does not know the custom resource %s; apply the definitions: kubectl apply -f crds/"
                        .formatted(kind);
            case HttpURLConnection.HTTP_FORBIDDEN ->
                "The hub may not list %s in namespace %s; apply its roles: kubectl apply -k kubernetes/install"
                        .formatted(kind, config.namespace());
            default ->
                "The API server at %s does not answer: %s".formatted(client.getMasterUrl(), refused.getMessage());
        };
    }
}
