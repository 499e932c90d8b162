package io.wheelwright.deletion;

import static java.util.Comparator.naturalOrder;

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
import io.wheelwright.status.Refusals;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Runs a CronJob of a spoke's chart once, as a Job under a name known beforehand: asking again finds the same Job. */
@ApplicationScoped
class Hook {

    /** How the Job stands. */
    sealed interface State {
        record Running() implements State {}

        /** It failed; another try may end better. */
        record Failed(String message) implements State {}

        /** It is done, and this is what it said. */
        record Done(JsonNode said) implements State {}

        /** It is done, and what it made lies where it goes with the namespace: somebody has to take it out first. */
        record Left(JsonNode said, String message) implements State {}
    }

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
            return new State.Failed(Refusals.in(refused).orElseThrow(() -> refused));
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
            return done(name, parsed(lastWords(job, end -> end.getExitCode() == 0)));
        }
        if (holds(job, "Failed")) {
            return new State.Failed("Job %s failed. %s"
                    .formatted(name, lastWords(job, end -> true))
                    .strip());
        }
        return new State.Running();
    }

    /** What lies in a volume of the namespace goes with the namespace. */
    private static State done(String name, JsonNode said) {
        String url = said.path("url").asText();
        return url.startsWith("file:")
                ? new State.Left(
                        said,
                        "Job %s has left its result at %s, inside of what is to be destroyed. Copy it, then confirm the deletion."
                                .formatted(name, url))
                : new State.Done(said);
    }

    private static boolean holds(Job job, String type) {
        return job.getStatus() != null
                && job.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals(type)
                                && condition.getStatus().equals("True"));
    }

    /** The newest termination message of its pods, among ends of that kind. */
    private String lastWords(Job job, Predicate<ContainerStateTerminated> kind) {
        return client
                .pods()
                .inNamespace(job.getMetadata().getNamespace())
                .withLabel("batch.kubernetes.io/job-name", job.getMetadata().getName())
                .list()
                .getItems()
                .stream()
                .flatMap(Hook::ends)
                .filter(kind.and(end -> end.getMessage() != null))
                .max(Comparator.comparing(
                        ContainerStateTerminated::getFinishedAt, Comparator.nullsFirst(naturalOrder())))
                .map(ContainerStateTerminated::getMessage)
                .orElse("");
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
