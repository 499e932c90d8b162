package io.wheelwright;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class FiguresTest {

    private static final Clock STANDING = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    /** A scrape has more gauges than Prometheus has patience. */
    @Test
    void ofADatabaseThatHangsOnlyTheFirstFigureWaits() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                AgroalDataSource database = database(silent.getLocalPort())) {
            Figures figures = new Figures(database, STANDING);
            assertThat(figures.number("SELECT 1")).isNaN();

            long begun = System.nanoTime();
            assertThat(figures.number("SELECT 1")).isNaN();
            assertThat(figures.numbers("SELECT 'of', 1")).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
        }
    }

    private static AgroalDataSource database(int port) throws Exception {
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/hub?connectTimeout=5&socketTimeout=5";
        return AgroalDataSource.from(
                new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(pool -> pool.maxSize(1)
                        .acquisitionTimeout(Duration.ofSeconds(1))
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(url))));
    }
}
