package io.wheelwright.lab;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.lab.controlplane.Cluster;
import io.wheelwright.lab.controlplane.ControlPlane;
import io.wheelwright.lab.node.LocalNode;
import java.nio.file.Path;
import java.util.List;
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

    private final Path directory;
    private final Cluster cluster;
    private final Database database;

    private LabPlane(Path directory, Cluster cluster, Database database) {
        this.directory = directory;
        this.cluster = cluster;
        this.database = database;
    }

    /** The plane of this JVM; starts it when it is first asked for. */
    public static LabPlane shared() {
        synchronized (LOCK) {
            if (shared == null) {
                shared = System.getProperty(DIRECTORY) == null ? publish() : attach();
            }
            return shared;
        }
    }

    /** A plane for this JVM alone, in that directory; ends what a former one left there. */
    public static LabPlane start(Path directory, List<String> apiServerFlags) {
        Path own = directory.toAbsolutePath();
        Leftovers.end(own);
        Leftovers.delete(own);
        Leftovers.own(own);
        CompletableFuture<Database> database = CompletableFuture.supplyAsync(() -> Database.start(own));
        ControlPlane plane = ControlPlane.start(own, "default", System.out::println, apiServerFlags);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(plane, database), "lab-plane"));
        new Installation(plane.cluster()).apply(Path.of(""));
        return new LabPlane(own, plane.cluster(), database.join());
    }

    /** Where its processes leave their logs and pid files. */
    public Path directory() {
        return directory;
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
                LocalNode node = LocalNode.start(client(), directory.resolve("node"));
                System.setProperty(NODE, "started");
                Runtime.getRuntime().addShutdownHook(new Thread(node::close, "lab-node"));
            }
        }
    }

    /** A place for one more hub; the name is part of its namespaces and of its database. */
    public HubSpace newHub(String name) {
        return HubSpace.make(cluster, database, name);
    }

    private static LabPlane attach() {
        Path directory = Path.of(System.getProperty(DIRECTORY));
        return new LabPlane(
                directory, Cluster.of(directory.resolve("kubeconfig")), Database.at(Integer.getInteger(DATABASE_PORT)));
    }

    private static LabPlane publish() {
        Path planes = Path.of("target", "planes").toAbsolutePath();
        Leftovers.endOrphans(planes);
        LabPlane plane =
                start(planes.resolve(Long.toString(ProcessHandle.current().pid())), List.of());
        System.setProperty(DATABASE_PORT, Integer.toString(plane.database.port()));
        System.setProperty(DIRECTORY, plane.directory.toString());
        return plane;
    }

    private static void close(ControlPlane plane, CompletableFuture<Database> database) {
        plane.close();
        database.thenAccept(Database::close).join();
    }
}
