package io.wheelwright.lab;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.wheelwright.lab.controlplane.Cluster;
import io.wheelwright.lab.controlplane.ControlPlane;
import io.wheelwright.lab.controlplane.ServerIdentity;
import io.wheelwright.lab.fault.FaultProxy;
import io.wheelwright.lab.node.LocalNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One control plane and one PostgreSQL for all tests of a JVM, installed as a platform engineer would. Hubs that stand
 * on it at the same time get a {@link HubSpace} each. It ends with the JVM, and one that a test has started for itself
 * when the test closes it.
 */
public final class LabPlane implements AutoCloseable {

    /** Quarkus loads test classes more than once in a JVM; system properties are what all of them see. */
    private static final String DIRECTORY = "lab.wheelwright.directory";

    private static final String DATABASE_PORT = "lab.wheelwright.database-port";
    private static final String NODE = "lab.wheelwright.node.";
    private static final Object LOCK = DIRECTORY.intern();

    private static LabPlane shared;

    private final Path directory;
    private final Cluster cluster;
    private final Database database;
    private final Ends ends;

    private LabPlane(Path directory, Cluster cluster, Database database, Ends ends) {
        this.directory = directory;
        this.cluster = cluster;
        this.database = database;
        this.ends = ends;
    }

    /** What has to be ended, the last first. */
    private static final class Ends {

        private final Deque<Runnable> open = new ArrayDeque<>();

        private Ends() {
            Runtime.getRuntime().addShutdownHook(new Thread(this::all, "lab-plane"));
        }

        private synchronized void add(Runnable end) {
            open.push(end);
        }

        private synchronized void all() {
            while (!open.isEmpty()) {
                open.pop().run();
            }
        }
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
        Ends ends = new Ends();
        CompletableFuture<Database> database = CompletableFuture.supplyAsync(() -> Database.start(own));
        ends.add(() -> database.thenAccept(Database::close).join());
        ControlPlane plane = ControlPlane.start(own, "default", System.out::println, apiServerFlags);
        ends.add(plane::close);
        new Installation(plane.cluster()).apply(Path.of(""));
        return new LabPlane(own, plane.cluster(), database.join(), ends);
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

    /** A custom resource of a hub, whether it is there or not. */
    public <T extends HasMetadata> Resource<T> resource(HubSpace space, Class<T> kind, String name) {
        return client().resources(kind).inNamespace(space.fleetNamespace()).withName(name);
    }

    public Database database() {
        return database;
    }

    /** Sees that the pods of spokes run: starts the node when it is first asked for. */
    public void node() {
        synchronized (LOCK) {
            if (System.getProperty(NODE + directory) == null) {
                ends.add(LocalNode.start(client(), directory.resolve("node"))::close);
                System.setProperty(NODE + directory, "started");
            }
        }
    }

    /** A place for one more hub; the name is part of its namespaces and of its database. */
    public HubSpace newHub(String name) {
        return HubSpace.make(cluster, database, name);
    }

    @Override
    public void close() {
        ends.all();
        System.clearProperty(NODE + directory);
    }

    /** A proxy before its API server, for the hubs that are made to go by it. */
    public FaultProxy newFaultProxy() {
        Config admin = client().getConfiguration();
        return FaultProxy.before(
                URI.create(admin.getMasterUrl()), ServerIdentity.in(directory), admin.getAutoOAuthToken());
    }

    private static LabPlane attach() {
        Path directory = Path.of(System.getProperty(DIRECTORY));
        return new LabPlane(
                directory,
                Cluster.of(directory.resolve("kubeconfig")),
                Database.at(Integer.getInteger(DATABASE_PORT)),
                new Ends());
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
}
