package io.wheelwright.lab.node;

/** Name and address under which the node is known in the cluster. */
final class NodeIdentity {

    static final String NAME = "local-node";

    /** Of the pods' network, because the API refuses loopback addresses in EndpointSlices. */
    static final String ADDRESS = "10.244.0.1";

    private NodeIdentity() {}
}
