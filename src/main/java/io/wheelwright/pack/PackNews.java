package io.wheelwright.pack;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Notices what any hub has published or deprecated. A number that becomes visible after a higher one is missed; the
 * spokes then find it when they are looked at every five minutes.
 */
@ApplicationScoped
class PackNews {

    private static final String CONCERNED = """
            SELECT manifest->>'spoke_id' FROM manifests m
            WHERE EXISTS (SELECT FROM packs p
              WHERE p.change_seq > :seen AND (
                m.manifest->'packs' @> jsonb_build_array(jsonb_build_object('name', p.name))
                OR m.manifest->'unresolved' @> jsonb_build_array(jsonb_build_object('name', p.name))))
            """;

    private final EntityManager database;
    private final Event<PacksChanged> events;
    private volatile long seen;

    PackNews(EntityManager database, Event<PacksChanged> events) {
        this.database = database;
        this.events = events;
    }

    @Transactional
    void begin(@Observes StartupEvent start) {
        seen = newest();
    }

    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @Transactional
    void look() {
        long newest = newest();
        if (newest > seen) {
            events.fire(new PacksChanged(concerned()));
            seen = newest;
        }
    }

    private long newest() {
        return ((Number) database.createNativeQuery("SELECT coalesce(max(change_seq), 0) FROM packs")
                        .getSingleResult())
                .longValue();
    }

    private Set<String> concerned() {
        List<?> names =
                database.createNativeQuery(CONCERNED).setParameter("seen", seen).getResultList();
        return names.stream().map(String.class::cast).collect(Collectors.toSet());
    }
}
