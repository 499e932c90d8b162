package io.wheelwright.fleet;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.access.SpokeOwners;
import io.wheelwright.agent.protocol.ReportedHealth;
import io.wheelwright.api.v1alpha1.Health;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The fleet as people look at it. */
@ApplicationScoped
public class Fleet implements SpokeOwners {

    private final Heartbeats heartbeats;
    private final Roster roster;
    private final Silence silence;

    Fleet(Heartbeats heartbeats, Roster roster, Silence silence) {
        this.heartbeats = heartbeats;
        this.roster = roster;
        this.silence = silence;
    }

    @Transactional
    Page<SpokeView> list(SpokeSelection selection, PageRequest page) {
        SpokeListing listing = new SpokeListing(selection);
        return Page.of(listing.read(page), page.limit(), listing.total(), spoke -> spoke.id, this::view);
    }

    /** The spoke that has this name now. */
    @Transactional
    public Optional<SpokeView> find(String spokeId) {
        return SpokeEntity.current(spokeId).map(this::view);
    }

    @Override
    @Transactional
    public Optional<String> organizationOf(String spokeId) {
        return SpokeEntity.current(spokeId).map(spoke -> spoke.orgId);
    }

    /** The spokes that an organization has now, oldest first. */
    @Transactional
    public List<SpokeView> of(String orgId) {
        return SpokeEntity.<SpokeEntity>list("orgId = ?1 and goneAt is null order by id", orgId).stream()
                .map(this::view)
                .toList();
    }

    /** UID of the spoke that has this name now, once its resource has been seen. */
    @Transactional
    public Optional<String> uidOf(String spokeId) {
        return SpokeEntity.current(spokeId).map(spoke -> spoke.uid);
    }

    /** Where an instance is found now, by its birth id, under whatever resource; empty once it is gone. */
    @Transactional
    public Optional<String> urlOfBirth(String birthId) {
        return SpokeEntity.<SpokeEntity>find("birthId = ?1 and goneAt is null", birthId)
                .firstResultOptional()
                .map(spoke -> spoke.url);
    }

    /** Whose the spoke is; empty once it is gone. */
    @Transactional
    public Optional<Tenant> tenant(String spokeUid) {
        return SpokeEntity.byUid(spokeUid).filter(spoke -> spoke.goneAt == null).map(SpokeEntity::tenant);
    }

    /** Whose these spokes are, by UID; those that are gone are left out. */
    @Transactional
    public Map<String, Tenant> tenants(Collection<String> spokeUids) {
        return SpokeEntity.<SpokeEntity>list("uid in ?1 and goneAt is null", spokeUids).stream()
                .collect(Collectors.toMap(spoke -> spoke.uid, SpokeEntity::tenant));
    }

    /** Whose these spokes are, or were when they went, by UID. */
    @Transactional
    public Map<String, Tenant> tenantsEver(Collection<String> spokeUids) {
        return SpokeEntity.<SpokeEntity>list("uid in ?1", spokeUids).stream()
                .collect(Collectors.toMap(spoke -> spoke.uid, SpokeEntity::tenant, (one, same) -> same));
    }

    /** The spokes that an organization has now. */
    @Transactional
    public List<Tenant> tenants(String orgUid) {
        return SpokeEntity.<SpokeEntity>list("orgUid = ?1 and uid is not null and goneAt is null order by id", orgUid)
                .stream()
                .map(SpokeEntity::tenant)
                .toList();
    }

    /** Active spokes whose agents have been silent for longer than that. */
    @Transactional
    Page<SpokeView> stale(Duration longest, PageRequest page) {
        List<Long> silent = roster.ids(silence.longerThan(longest));
        List<Long> part = silent.stream()
                .filter(id -> id > page.after())
                .limit(page.limit() + 1L)
                .toList();
        Map<Long, SpokeView> views = views(part);
        Page<Long> cut = Page.of(part, page.limit(), silent.size(), id -> id, id -> id);
        return new Page<>(
                cut.items().stream().map(views::get).filter(Objects::nonNull).toList(), cut.total(), cut.nextCursor());
    }

    private Map<Long, SpokeView> views(List<Long> ids) {
        return SpokeEntity.<SpokeEntity>list("goneAt is null and id in ?1", ids).stream()
                .collect(Collectors.toMap(spoke -> spoke.id, this::view));
    }

    private Optional<LastHeartbeat> last(SpokeEntity spoke) {
        return spoke.uid == null ? Optional.empty() : heartbeats.last(spoke.uid);
    }

    private SpokeView view(SpokeEntity spoke) {
        Optional<LastHeartbeat> last = last(spoke);
        return new SpokeView(
                spoke.spokeId,
                spoke.orgId,
                spoke.productId,
                spoke.plan,
                spoke.region,
                spoke.status,
                spoke.phase,
                spoke.access,
                health(spoke, last),
                spoke.hostname,
                spoke.url,
                spoke.visible,
                last.map(LastHeartbeat::osVersion).orElse(null),
                last.map(LastHeartbeat::at).orElse(null),
                spoke.handedOffAt,
                spoke.createdAt);
    }

    private static String health(SpokeEntity spoke, Optional<LastHeartbeat> last) {
        if (spoke.health != null) {
            return spoke.health;
        }
        return last.map(report -> report.status() == ReportedHealth.HEALTHY ? Health.Healthy : Health.Degraded)
                .map(Enum::name)
                .orElse(null);
    }
}
