package io.wheelwright.agent;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.wheelwright.agent.protocol.ManifestPack;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;

/**
 * Downloads a pack into a file and verifies it on the way: no more than its size, no longer than the deadline, and
 * nothing but the content that the manifest names. No key of the spoke goes with the request.
 */
final class PackDownload {
    private static final int BUFFER = 16 * 1024;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    private final long limit;
    private final Duration deadline;

    PackDownload(long limit, Duration deadline) {
        this.limit = limit;
        this.deadline = deadline;
    }

    /** Leaves the verified pack in the file, or no file. */
    void to(Path file, ManifestPack pack) throws PackRejected {
        boolean verified = false;
        try {
            Files.deleteIfExists(file);
            fetch(file, pack);
            verified = true;
        } catch (IOException | IllegalArgumentException e) {
            throw new PackRejected("the download failed: " + e.getClass().getSimpleName());
        } finally {
            if (!verified) {
                remove(file);
            }
        }
    }

    private void fetch(Path file, ManifestPack pack) throws IOException, PackRejected {
        long longest = pack.size() == null ? limit : Math.min(limit, pack.size());
        if (pack.size() != null && pack.size() > limit) {
            throw tooLarge(limit);
        }
        HttpURLConnection connection = open(pack.url());
        try {
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                throw new PackRejected("its URL answers " + status);
            }
            try (InputStream in = connection.getInputStream()) {
                if (!copy(in, file, longest).equals(pack.sha256())) {
                    throw new PackRejected("the download is corrupt: its SHA-256 is not the published one");
                }
            }
        } finally {
            connection.disconnect();
        }
    }

    private static HttpURLConnection open(String url) throws IOException, PackRejected {
        URLConnection connection = URI.create(String.valueOf(url)).toURL().openConnection();
        if (!(connection instanceof HttpURLConnection http)) {
            throw new PackRejected("its URL is not one of http or https");
        }
        http.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
        http.setReadTimeout((int) READ_TIMEOUT.toMillis());
        http.setUseCaches(false);
        http.setRequestProperty("User-Agent", "wheelwright-agent/" + Agent.VERSION);
        return http;
    }

    /** Copies and returns the SHA-256 of what was copied, which is on the disk then. */
    private String copy(InputStream in, Path file, long longest) throws IOException, PackRejected {
        MessageDigest digest = Sha256.digest();
        long end = System.nanoTime() + deadline.toNanos();
        long length = 0;
        byte[] buffer = new byte[BUFFER];
        try (FileChannel out = FileChannel.open(file, CREATE_NEW, WRITE)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                length += read;
                if (length > longest) {
                    throw tooLarge(longest);
                }
                if (System.nanoTime() - end > 0) {
                    throw new PackRejected("the download took longer than " + deadline.toSeconds() + " s");
                }
                digest.update(buffer, 0, read);
                ByteBuffer rest = ByteBuffer.wrap(buffer, 0, read);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
            }
            out.force(true);
        }
        return Sha256.hex(digest);
    }

    private static PackRejected tooLarge(long longest) {
        return new PackRejected("it is larger than " + longest + " bytes");
    }

    private static void remove(Path file) throws PackRejected {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new PackRejected("its rejected download cannot be removed");
        }
    }
}
