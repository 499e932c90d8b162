package io.wheelwright.export;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.Digest;
import io.wheelwright.PublicUrl;
import io.wheelwright.access.Caller;
import io.wheelwright.account.RandomToken;
import io.wheelwright.audit.Audit;
import io.wheelwright.outbox.Turn;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The exports that were asked for, and who may open them. */
@ApplicationScoped
class Exports {

    private static final String KIND = "Export";

    private final EntityManager database;
    private final PublicUrl home;
    private final Caller caller;
    private final Audit audit;
    private final ExportConfig config;
    private final Clock clock;

    Exports(EntityManager database, PublicUrl home, Caller caller, Audit audit, ExportConfig config, Clock clock) {
        this.database = database;
        this.home = home;
        this.caller = caller;
        this.audit = audit;
        this.config = config;
        this.clock = clock;
    }

    /** Ends the request where nothing can be exported for who asks. */
    @Transactional
    void check(String orgId) {
        long rows = ((Number) database.createNativeQuery("SELECT count(*) FROM organizations WHERE org_id = :org")
                        .setParameter("org", orgId)
                        .getSingleResult())
                .longValue();
        if (rows == 0) {
            throw Problem.notFound("organization", orgId);
        }
        if (caller.isCustomer() && (rows > 1 || wasErased(orgId))) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "There was an organization of this name before, and only whoever runs this hub can tell whether it was"
                            + " yours: ask there for the export.");
        }
    }

    private boolean wasErased(String orgId) {
        return !database.createNativeQuery(
                        "SELECT 1 FROM erasures WHERE org_id = :org AND erased_at IS NOT NULL LIMIT 1")
                .setParameter("org", orgId)
                .getResultList()
                .isEmpty();
    }

    /** Asks for an export; one that is being made is enough for all who ask. */
    @Transactional(TxType.MANDATORY)
    ExportView ask(String orgId) {
        Turn.take(KIND, orgId);
        return view(ExportEntity.pending(orgId).orElseGet(() -> begin(orgId)));
    }

    private ExportEntity begin(String orgId) {
        ExportEntity export = new ExportEntity();
        export.id = UUID.randomUUID();
        export.orgId = orgId;
        export.state = ExportState.pending;
        export.askedBy = caller.actor();
        export.createdAt = clock.instant();
        export.lookAt = export.createdAt;
        export.persistAndFlush();
        InstanceExportEntity.begin(export, config.instance());
        audit.record(caller.actor(), "export", "Organization", orgId, null, Map.of("export", export.id));
        return export;
    }

    @Transactional
    ExportView known(String orgId, UUID id) {
        return view(ExportEntity.of(orgId, id).orElseThrow(() -> Problem.notFound("export", id.toString())));
    }

    private ExportView view(ExportEntity export) {
        Stream<InstanceExportView> instances = InstanceExportEntity.views(export.id).stream();
        return export.view((caller.isViewer() ? instances.map(InstanceExportView::withoutPlace) : instances).toList());
    }

    /** Makes a link to the archive; a former one is good no longer. */
    @Transactional
    ExportLink link(String orgId, UUID id) {
        ExportView export = known(orgId, id);
        Instant now = clock.instant();
        String token = RandomToken.next();
        Instant wanted = now.plus(config.link());
        Instant expires =
                export.expiresAt() == null || wanted.isBefore(export.expiresAt()) ? wanted : export.expiresAt();
        if (!ExportEntity.link(id, Digest.sha256(token), expires, now)) {
            throw Problem.of(ProblemType.CONFLICT, "There is no archive: the export is %s.".formatted(export.state()));
        }
        audit.record(caller.actor(), "link", KIND, id.toString(), null, Map.of("expires_at", expires));
        return new ExportLink(home.of("/hub/api/v1/exports/" + token), expires, export.sha256());
    }

    /** What a link opens; ends the request where it opens nothing. */
    @Transactional
    ExportView opened(String token) {
        return view(Optional.of(token)
                .filter(RandomToken::mayBeOne)
                .flatMap(one -> ExportEntity.opened(Digest.sha256(one), clock.instant()))
                .orElseThrow(() -> Problem.of(
                        ProblemType.NOT_FOUND, "This link opens nothing, or does so no longer: make a new one.")));
    }

    /**
     * Copies an archive part by part, so that no transaction or memory holds all of it.
     *
     * @throws IOException where it is over before all of it was copied: the answer must not look whole
     */
    void copy(ExportView export, OutputStream out) throws IOException {
        long copied = 0;
        for (int number = 0; copied < export.size(); number++) {
            byte[] part = part(export.id(), number)
                    .orElseThrow(() -> new IOException("The archive %s is over.".formatted(export.id())));
            out.write(part);
            copied += part.length;
        }
    }

    private Optional<byte[]> part(UUID id, int number) {
        List<?> found = QuarkusTransaction.requiringNew().call(() -> database.createNativeQuery(
                        "SELECT content FROM export_parts WHERE export_id = :id AND part = :part", byte[].class)
                .setParameter("id", id)
                .setParameter("part", number)
                .getResultList());
        return found.stream().map(byte[].class::cast).findFirst();
    }
}
