package io.wheelwright.spoke;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.logging.Log;
import io.wheelwright.WheelwrightConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.jboss.logging.Logger.Level;

/**
 * Writes events.k8s.io/v1 Events about our custom resources. The name of an Event follows from what it says, so that
 * the same thing said again raises the count of the one that is there instead of adding another.
 */
@ApplicationScoped
public class KubernetesEvents {

    /** How loud an Event is. */
    public enum Type {
        Normal,
        Warning
    }

    private static final String CONTROLLER = "wheelwright.io/operator";
    private static final int NOTE_LIMIT = 1024;
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final KubernetesClient client;
    private final Clock clock;
    private final String instance;

    KubernetesEvents(KubernetesClient client, WheelwrightConfig config, Clock clock) {
        this.client = client;
        this.clock = clock;
        this.instance = config.instance().orElse("wheelwright");
    }

    /**
     * Says {@code note} about the object, if it can be said: in a namespace that is being deleted it cannot, and nothing
     * depends on an Event.
     */
    public void record(HasMetadata about, Type type, String reason, String action, String note) {
        String text = note.length() > NOTE_LIMIT ? note.substring(0, NOTE_LIMIT) : note;
        String name = nameOf(about, type, reason, text);
        try {
            write(first(about, type, reason, action, text, name));
        } catch (KubernetesClientException refused) {
            Log.logf(
                    refused.getCode() == HttpURLConnection.HTTP_FORBIDDEN ? Level.DEBUG : Level.WARN,
                    "No Event %s about %s: %s",
                    reason,
                    about.getMetadata().getName(),
                    refused.getMessage());
        }
    }

    private void write(Event event) {
        try {
            client.resource(event).create();
        } catch (KubernetesClientException said) {
            if (said.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw said;
            }
            client.events()
                    .v1()
                    .events()
                    .inNamespace(event.getMetadata().getNamespace())
                    .withName(event.getMetadata().getName())
                    .edit(this::again);
        }
    }

    private Event first(HasMetadata about, Type type, String reason, String action, String note, String name) {
        return new EventBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(about.getMetadata().getNamespace())
                .endMetadata()
                .withEventTime(new MicroTime(MICROS.format(clock.instant())))
                .withReportingController(CONTROLLER)
                .withReportingInstance(instance)
                .withType(type.name())
                .withReason(reason)
                .withAction(action)
                .withNote(note)
                .withRegarding(new ObjectReferenceBuilder()
                        .withApiVersion(about.getApiVersion())
                        .withKind(about.getKind())
                        .withName(about.getMetadata().getName())
                        .withNamespace(about.getMetadata().getNamespace())
                        .withUid(about.getMetadata().getUid())
                        .build())
                .build();
    }

    private Event again(Event event) {
        Instant now = clock.instant();
        int count = event.getSeries() == null ? 1 : event.getSeries().getCount();
        return new EventBuilder(event)
                .withNewSeries()
                .withCount(count + 1)
                .withLastObservedTime(new MicroTime(MICROS.format(now)))
                .endSeries()
                .build();
    }

    private static String nameOf(HasMetadata about, Type type, String reason, String note) {
        String said = about.getMetadata().getUid() + "/" + type + "/" + reason + "/" + note;
        UUID digest = UUID.nameUUIDFromBytes(said.getBytes(StandardCharsets.UTF_8));
        return about.getMetadata().getName() + "." + digest.toString().replace("-", "");
    }
}
