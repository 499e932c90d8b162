package io.wheelwright.api.v1alpha1;

/** Protocol of a port. */
public enum Protocol {
    /** Transmission Control Protocol. */
    TCP,
    /** User Datagram Protocol. */
    UDP
}
