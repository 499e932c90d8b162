package io.wheelwright.release;

import java.io.IOException;
import java.util.List;

/** Where packed charts are published. */
interface ChartServer {

    /**
     * A packed chart.
     *
     * @param digests under which people may have pinned it: that of the archive, and of what names it
     */
    record Packed(byte[] archive, List<String> digests) {}

    /**
     * Fetches a chart.
     *
     * @throws IOException when the server does not answer or has no such chart; the message is for people
     * @throws ReleaseException when what it has is not what it says itself
     */
    Packed fetch(ChartReference.Remote chart) throws IOException, ReleaseException;
}
