package io.wheelwright.limit;

import io.agroal.api.AgroalDataSource;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketExceptions;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.github.bucket4j.postgresql.PostgreSQLSelectForUpdateBasedProxyManager;
import io.quarkus.scheduler.Scheduled;
import io.wheelwright.Digest;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What is left of the limits, kept in the database for all hubs. Who somebody is, is kept as a hash. */
@ApplicationScoped
class Buckets {

    private static final int SWEPT_AT_ONCE = 1_000;

    private final PostgreSQLSelectForUpdateBasedProxyManager<String> buckets;
    private final WheelwrightConfig.Limits config;

    Buckets(AgroalDataSource database, WheelwrightConfig config, Clock clock) {
        this.config = config.limits();
        this.buckets = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(database)
                .primaryKeyMapper(PrimaryKeyMapper.STRING)
                .table("rate_limits")
                .idColumn("id")
                .stateColumn("state")
                .expiresAtColumn("expires_at")
                .expirationAfterWrite(
                        ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofMinutes(1)))
                .clientClock(meter(clock))
                .build();
    }

    /**
     * Takes one of what the limit allows, if there is one left. A bucket keeps the limit that it was made with, so there
     * are others for another one.
     */
    Allowance take(RateLimit limit, String subject) {
        long most = most(limit);
        BucketConfiguration configuration = BucketConfiguration.builder()
                .addLimit(bandwidth -> bandwidth.capacity(most).refillIntervally(most, limit.window()))
                .build();
        try {
            ConsumptionProbe probe = buckets.builder()
                    .build(limit.slug() + "/" + most + ":" + Digest.sha256(subject), () -> configuration)
                    .tryConsumeAndReturnRemaining(1);
            return new Allowance(
                    limit,
                    probe.isConsumed(),
                    most,
                    probe.getRemainingTokens(),
                    Duration.ofNanos(probe.getNanosToWaitForReset()));
        } catch (BucketExceptions.BucketExecutionException away) {
            throw Problem.of(ProblemType.UNAVAILABLE, "The database cannot be reached at the moment: try again.");
        }
    }

    /** Forgets those of whom nothing is counted any more. */
    @Scheduled(every = "10m")
    void forget() {
        int swept = SWEPT_AT_ONCE;
        while (swept == SWEPT_AT_ONCE) {
            swept = buckets.removeExpired(SWEPT_AT_ONCE);
        }
    }

    long most(RateLimit limit) {
        return switch (limit) {
            case SIGNUP -> config.signup();
            case LOGIN -> config.login();
            case REFRESH -> config.refresh();
            case MAIL -> config.mail();
            case MAILBOX -> config.mailbox();
            case INVITATION -> config.invitation();
            case EXPORT -> config.export();
            case MEMBER -> config.member();
            case HEARTBEAT -> config.heartbeat();
            case USAGE -> config.usage();
            case ANONYMOUS -> config.anonymous();
        };
    }

    private static TimeMeter meter(Clock clock) {
        return new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return TimeUnit.MILLISECONDS.toNanos(clock.millis());
            }

            @Override
            public boolean isWallClockBased() {
                return true;
            }
        };
    }
}
