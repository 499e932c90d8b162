package io.wheelwright.lab;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.lab.controlplane.Cluster;
import io.wheelwright.lab.controlplane.ControlPlane;
import io.wheelwright.lab.node.LocalNode;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * One control plane and one PostgreSQL for all tests of a JVM, installed as a platform engineer would. Hubs that stand
 * on it at the same time get a {@link HubSpace} each. It ends with the JVM.
 */
public final class LabPlane {

    /** Quarkus loads test classes more than once in a JVM; system properties are what all of them see. */
    private static final String DIRECTORY = "lab.wheelwright.directory";

    private static final String DATABASE_PORT = "lab.wheelwright.database-port";
    private static final String NODE = "lab.wheelwright.node";
    private static final Object LOCK = DIRECTORY.intern();

    private static LabPlane shared;

    private final Cluster cluster;
    private final Database database;

    private LabPlane(Cluster cluster, Database database) {
        this.cluster = cluster;
        this.database = database;
    }

    /** The plane of this JVM; starts it when it is first asked for. */
    public static LabPlane shared() {
        synchronized (LOCK) {
            if (shared == null) {
                shared = System.getProperty(DIRECTORY) == null ? start() : attach();
            }
            return shared;
        }
    }

    public Cluster cluster() {
        return cluster;
    }

    /** A client with every right. */
    public KubernetesClient client() {
        return cluster.client();
    }

    public Database database() {
        return database;
    }

    /** Sees that the pods of spokes run: starts the node when it is first asked for. */
    public void node() {
        synchronized (LOCK) {
            if (System.getProperty(NODE) == null) {
                LocalNode node = LocalNode.start(client(), directory().resolve("node"));
                System.setProperty(NODE, "started");
                Runtime.getRuntime().addShutdownHook(new Thread(node::close, "lab-node"));
            }
        }
    }

    /** A place for one more hub; the name is part of its namespaces and of its database. */
    public HubSpace newHub(String name) {
        return HubSpace.make(cluster, database, name);
    }

    private static Path directory() {
        return Path.of(System.getProperty(DIRECTORY));
    }

    private static LabPlane attach() {
        return new LabPlane(
                Cluster.of(directory().resolve("kubeconfig")), Database.at(Integer.getInteger(DATABASE_PORT)));
    }

    private static LabPlane start() {
        Path directory = Path.of(
                        "target",
                        "planes",
                        Long.toString(ProcessHandle.current().pid()))
                .toAbsolutePath();
        Leftovers.endOrphans(directory.getParent());
        Leftovers.own(directory);
        CompletableFuture<Database> database = CompletableFuture.supplyAsync(() -> Database.start(directory));
        ControlPlane plane = ControlPlane.start(directory);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(plane, database), "lab-plane"));
        new Installation(plane.cluster()).apply(Path.of(""));
        System.setProperty(DATABASE_PORT, Integer.toString(database.join().port()));
        System.setProperty(DIRECTORY, directory.toString());
        return new LabPlane(plane.cluster(), database.join());
    }

    private static void close(ControlPlane plane, CompletableFuture<Database> database) {
        plane.close();
        database.thenAccept(Database::close).join();
    }
}
