package io.wheelwright.lab.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.Channel;
import java.nio.channels.CompletionHandler;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** A loopback port whose connections are passed on to whatever the target is at that moment. */
final class Forwarder implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Forwarder.class);
    private static final int BUFFER = 8192;

    private final AsynchronousServerSocketChannel server;
    private final Supplier<Optional<InetSocketAddress>> target;

    private Forwarder(AsynchronousServerSocketChannel server, Supplier<Optional<InetSocketAddress>> target) {
        this.server = server;
        this.target = target;
    }

    static Forwarder open(Supplier<Optional<InetSocketAddress>> target) throws IOException {
        AsynchronousServerSocketChannel server = AsynchronousServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Forwarder forwarder = new Forwarder(server, target);
        forwarder.acceptNext();
        return forwarder;
    }

    InetSocketAddress address() {
        try {
            return (InetSocketAddress) server.getLocalAddress();
        } catch (IOException e) {
            throw new IllegalStateException("the forwarder is closed", e);
        }
    }

    @Override
    public void close() {
        closeAll(server);
    }

    private void acceptNext() {
        if (server.isOpen()) {
            server.accept(null, on(this::accepted, () -> closeAll(server)));
        }
    }

    private void accepted(AsynchronousSocketChannel client) {
        acceptNext();
        Optional<InetSocketAddress> now = target.get();
        if (now.isEmpty()) {
            closeAll(client);
            return;
        }
        try {
            AsynchronousSocketChannel backend = AsynchronousSocketChannel.open();
            Runnable end = () -> closeAll(client, backend);
            backend.connect(now.get(), null, on(connected -> join(client, backend, end), end));
        } catch (IOException e) {
            LOG.debugf("no socket: %s", e.getMessage());
            closeAll(client);
        }
    }

    private static void join(AsynchronousSocketChannel client, AsynchronousSocketChannel backend, Runnable end) {
        pump(client, backend, ByteBuffer.allocate(BUFFER), end);
        pump(backend, client, ByteBuffer.allocate(BUFFER), end);
    }

    private static void pump(
            AsynchronousSocketChannel from, AsynchronousSocketChannel to, ByteBuffer buffer, Runnable end) {
        from.read(
                buffer.clear(),
                null,
                on(
                        count -> {
                            if (count < 0) {
                                end.run();
                            } else {
                                buffer.flip();
                                drain(to, buffer, () -> pump(from, to, buffer, end), end);
                            }
                        },
                        end));
    }

    private static void drain(AsynchronousSocketChannel to, ByteBuffer buffer, Runnable next, Runnable end) {
        to.write(
                buffer,
                null,
                on(
                        written -> {
                            if (buffer.hasRemaining()) {
                                drain(to, buffer, next, end);
                            } else {
                                next.run();
                            }
                        },
                        end));
    }

    private static void closeAll(Channel... channels) {
        for (Channel channel : channels) {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debugf("while closing: %s", e.getMessage());
            }
        }
    }

    private static <T> CompletionHandler<T, Void> on(Consumer<T> done, Runnable failed) {
        return new CompletionHandler<>() {
            @Override
            public void completed(T result, Void none) {
                done.accept(result);
            }

            @Override
            public void failed(Throwable cause, Void none) {
                failed.run();
            }
        };
    }
}
