package io.wheelwright.spoke.tenancy;

import static java.util.Comparator.naturalOrder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.status.Refusals;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Runs a CronJob of a spoke's chart once, as a Job under a name known beforehand: asking again finds the same Job. */
@ApplicationScoped
public class Hook {

    /** How the Job stands. */
    public sealed interface State {
        record Running() implements State {}

        /** It failed; another try may end better. */
        record Failed(String message) implements State {}

        /** It is done, and this is what it said. */
        record Done(JsonNode said) implements State {}
    }

    /**
     * What to run.
     *
     * @param hook as what the product names it
     * @param cronJob whose template the Job is made of
     * @param longest when the Job is ended that is not over; null for when the chart says
     * @param kept for how long the Job stays when it is over; null for as long as its namespace
     */
    public record Call(
            String namespace, String hook, String cronJob, String jobName, Duration longest, Duration kept) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesClient client;

    Hook(KubernetesClient client) {
        this.client = client;
    }

    /** Makes the Job where there is none, and says how it stands. */
    public State run(Call call) {
        Job job = client.batch()
                .v1()
                .jobs()
                .inNamespace(call.namespace())
                .withName(call.jobName())
                .get();
        if (job != null) {
            return state(job);
        }
        CronJob template = client.batch()
                .v1()
                .cronjobs()
                .inNamespace(call.namespace())
                .withName(call.cronJob())
                .get();
        if (template == null) {
            return new State.Failed("Namespace %s has no CronJob %s, which the product names as its %s."
                    .formatted(call.namespace(), call.cronJob(), call.hook()));
        }
        try {
            client.resource(job(template, call)).create();
            return new State.Running();
        } catch (KubernetesClientException refused) {
            return new State.Failed(Refusals.in(refused).orElseThrow(() -> refused));
        }
    }

    /** Has the Job fail by its deadline, where there is one that is not over. */
    public void end(String namespace, String jobName) {
        Resource<Job> job = client.batch().v1().jobs().inNamespace(namespace).withName(jobName);
        if (job.get() != null) {
            Patches.merge(job, Map.of("spec", Map.of("activeDeadlineSeconds", 1)));
        }
    }

    /** What the chart says of its stay does not count: one that is removed while it is asked for would be made again. */
    private static Job job(CronJob template, Call call) {
        return new JobBuilder()
                .withNewMetadata()
                .withName(call.jobName())
                .withNamespace(call.namespace())
                .addToLabels(Labels.MANAGED_BY, Labels.WHEELWRIGHT)
                .addToLabels(Labels.HOOK, call.hook())
                .endMetadata()
                .withSpec(spec(template.getSpec().getJobTemplate().getSpec(), call))
                .build();
    }

    private static JobSpec spec(JobSpec template, Call call) {
        JobSpecBuilder spec = new JobSpecBuilder(template)
                .withTtlSecondsAfterFinished(
                        call.kept() == null ? null : (int) call.kept().toSeconds());
        return call.longest() == null
                ? spec.build()
                : spec.withActiveDeadlineSeconds(call.longest().toSeconds()).build();
    }

    private State state(Job job) {
        String name = job.getMetadata().getName();
        if (holds(job, "Complete")) {
            return new State.Done(parsed(lastWords(job, end -> end.getExitCode() == 0)));
        }
        if (holds(job, "Failed")) {
            return new State.Failed("Job %s failed. %s"
                    .formatted(name, lastWords(job, end -> true))
                    .strip());
        }
        return new State.Running();
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
