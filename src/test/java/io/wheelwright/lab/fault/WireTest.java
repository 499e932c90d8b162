package io.wheelwright.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WireTest {

    private static final Duration LAG = Duration.ofMillis(500);

    private ServerSocket echo;
    private Wire wire;

    @BeforeEach
    void aLineToWhoRepeatsEveryByte() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread server = new Thread(this::repeat, "echo");
        server.setDaemon(true);
        server.start();
        wire = Wire.to(URI.create("tcp://127.0.0.1:" + echo.getLocalPort()));
    }

    @AfterEach
    void end() throws IOException {
        wire.close();
        echo.close();
    }

    @Test
    void aSlowLineIsLateInBothDirections() throws IOException {
        try (Socket open = connected()) {
            answered(open);
            wire.delay(LAG);
            assertThat(answered(open)).isGreaterThanOrEqualTo(LAG.multipliedBy(2));
        }
        wire.mend();
        try (Socket again = connected()) {
            answered(again);
        }
    }

    @Test
    void aSilentLineTakesConnectionsAndACutOneRefusesThem() throws IOException {
        wire.silence();
        try (Socket unheard = connected()) {
            unheard.setSoTimeout((int) LAG.toMillis());
            assertThatThrownBy(() -> answered(unheard)).isInstanceOf(SocketTimeoutException.class);
        }
        wire.cut();
        await("whoever waits for connections notices")
                .untilAsserted(() -> assertThatThrownBy(this::connected).isInstanceOf(ConnectException.class));
        wire.mend();
        try (Socket again = connected()) {
            answered(again);
        }
    }

    private Socket connected() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), wire.port());
    }

    private static Duration answered(Socket line) throws IOException {
        long asked = System.nanoTime();
        line.getOutputStream().write('?');
        assertThat(line.getInputStream().read()).isEqualTo('?');
        return Duration.ofNanos(System.nanoTime() - asked);
    }

    private void repeat() {
        while (!echo.isClosed()) {
            try (Socket client = echo.accept()) {
                client.getInputStream().transferTo(client.getOutputStream());
            } catch (IOException ended) {
                // by the line, or by the end of the test
            }
        }
    }
}
