package io.wheelwright.deletion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.wheelwright.api.v1alpha1.Labels;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs a CronJob of a spoke's chart once, as a Job under a name known beforehand: asking again finds the same Job. */
@ApplicationScoped
class Hook {

    /** How the Job stands. */
    sealed interface State {
        record Running() implements State {}

        record Failed(String message) implements State {}

        /** It is done, and this is what it said. */
        record Done(JsonNode said) implements State {}
    }

    private static final int UNPROCESSABLE = 422;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesClient client;

    Hook(KubernetesClient client) {
        this.client = client;
    }

    State run(String namespace, String hook, String cronJob, String jobName) {
        Job job = client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withName(jobName)
                .get();
        if (job != null) {
            return state(job);
        }
        CronJob template = client.batch()
                .v1()
                .cronjobs()
                .inNamespace(namespace)
                .withName(cronJob)
                .get();
        if (template == null) {
            return new State.Failed("Namespace %s has no CronJob %s, which the product names as its %s."
                    .formatted(namespace, cronJob, hook));
        }
        try {
            client.resource(job(template, namespace, hook, jobName)).create();
            return new State.Running();
        } catch (KubernetesClientException refused) {
            if (refused.getCode() != HttpURLConnection.HTTP_FORBIDDEN && refused.getCode() != UNPROCESSABLE) {
                throw refused;
            }
            return new State.Failed(refused.getMessage());
        }
    }

    /** It stays until its namespace goes: one that removes itself would be made again. */
    private static Job job(CronJob template, String namespace, String hook, String jobName) {
        return new JobBuilder()
                .withNewMetadata()
                .withName(jobName)
                .withNamespace(namespace)
                .addToLabels(Labels.MANAGED_BY, Labels.WHEELWRIGHT)
                .addToLabels(Labels.HOOK, hook)
                .endMetadata()
                .withSpec(new JobSpecBuilder(template.getSpec().getJobTemplate().getSpec())
                        .withTtlSecondsAfterFinished(null)
                        .build())
                .build();
    }

    private State state(Job job) {
        String name = job.getMetadata().getName();
        if (holds(job, "Complete")) {
            return new State.Done(parsed(lastWords(job)));
        }
        if (holds(job, "Failed")) {
            return new State.Failed(
                    "Job %s failed. %s".formatted(name, lastWords(job)).strip());
        }
        return new State.Running();
    }

    private static boolean holds(Job job, String type) {
        return job.getStatus() != null
                && job.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals(type)
                                && condition.getStatus().equals("True"));
    }

    /** The newest termination message of its pods. */
    private String lastWords(Job job) {
        return client
                .pods()
                .inNamespace(job.getMetadata().getNamespace())
                .withLabel("batch.kubernetes.io/job-name", job.getMetadata().getName())
                .list()
                .getItems()
                .stream()
                .flatMap(Hook::ends)
                .map(ContainerStateTerminated::getMessage)
                .filter(Objects::nonNull)
                .reduce("", (earlier, later) -> later);
    }

    private static Stream<ContainerStateTerminated> ends(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .flatMap(status -> Optional.ofNullable(status.getState().getTerminated()).stream());
    }

    private static JsonNode parsed(String words) {
        try {
            JsonNode said = JSON.readTree(words);
            return said.isObject() ? said : JSON.valueToTree(Map.of("message", words));
        } catch (JsonProcessingException plainText) {
            return JSON.valueToTree(Map.of("message", words));
        }
    }
}
