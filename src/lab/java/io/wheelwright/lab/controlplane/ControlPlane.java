package io.wheelwright.lab.controlplane;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.wheelwright.lab.process.Child;
import io.wheelwright.lab.process.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A real Kubernetes control plane without machines: etcd, kube-apiserver with RBAC and kube-controller-manager as
 * processes on loopback ports. What it stores stays in its directory, and a later start there goes on with it.
 */
public final class ControlPlane implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);

    private final Path directory;
    private final String namespace;
    private final Credentials credentials;
    private final Binaries binaries;
    private final List<String> apiServerFlags;
    private final int port;
    private Cluster cluster;
    private final Deque<Child> processes = new ArrayDeque<>();

    private ControlPlane(Path directory, String namespace, Consumer<String> progress, List<String> apiServerFlags) {
        this.directory = directory;
        this.namespace = namespace;
        this.credentials = Credentials.in(credentials(directory));
        this.binaries = Binaries.ofMachine(progress);
        this.apiServerFlags = apiServerFlags;
        this.port = Ports.free();
    }

    /** Starts a control plane whose clients work in the namespace {@code default} where none is named. */
    public static ControlPlane start(Path directory) {
        return start(directory, "default", System.out::println);
    }

    /**
     * Starts a control plane whose clients work in the given namespace where none is named; what takes long is told to
     * {@code progress}.
     */
    public static ControlPlane start(Path directory, String namespace, Consumer<String> progress) {
        return start(directory, namespace, progress, List.of());
    }

    /** Starts one whose API server gets more flags, such as those of an audit log. */
    public static ControlPlane start(
            Path directory, String namespace, Consumer<String> progress, List<String> apiServerFlags) {
        ControlPlane plane = new ControlPlane(directory.toAbsolutePath(), namespace, progress, apiServerFlags);
        try {
            plane.boot();
            return plane;
        } catch (RuntimeException e) {
            plane.close();
            throw e;
        }
    }

    /** The kubectl on the PATH, or one from where the other programs come from. */
    public static Optional<Path> kubectl(Consumer<String> progress) {
        return Command.onPath(Program.KUBECTL.file())
                .or(() -> Optional.of(Binaries.ofMachine(progress).find(Program.KUBECTL)));
    }

    /** Where the control plane of that directory keeps what it proves itself with. */
    static Path credentials(Path directory) {
        return directory.resolve("pki");
    }

    private void boot() {
        cluster = Cluster.of(admin().write(kubeconfig()));
        int etcdPort = Ports.free();
        startEtcd(etcdPort);
        startApiServer(etcdPort).awaitReady(START, this::isReady);
        startControllers();
        cluster.client()
                .serviceAccounts()
                .inNamespace("default")
                .withName("default")
                .waitUntilCondition(Objects::nonNull, START.toSeconds(), TimeUnit.SECONDS);
    }

    /** File by which kubectl and other programs reach it as administrator. */
    public Path kubeconfig() {
        return directory.resolve("kubeconfig");
    }

    public Config adminConfig() {
        return admin().toConfig();
    }

    /** A client with every right. It belongs to the control plane, which closes it. */
    public KubernetesClient client() {
        return cluster.client();
    }

    public Cluster cluster() {
        return cluster;
    }

    public String server() {
        return "https://127.0.0.1:" + port;
    }

    /** Writes a file by which a program acts as that ServiceAccount, with no other right than its own. */
    public Path kubeconfigFor(String serviceAccountNamespace, String name) {
        return cluster.kubeconfigFor(serviceAccountNamespace, name);
    }

    @Override
    public void close() {
        if (cluster != null) {
            cluster.close();
        }
        while (!processes.isEmpty()) {
            processes.pop().close();
        }
    }

    private Kubeconfig admin() {
        return Kubeconfig.of(server(), credentials.ca(), Credentials.ADMIN, credentials.adminToken(), namespace);
    }

    private boolean isReady() {
        Config once = new ConfigBuilder(adminConfig())
                .withRequestRetryBackoffLimit(0)
                .withRequestTimeout(2_000)
                .build();
        try (KubernetesClient probe =
                new KubernetesClientBuilder().withConfig(once).build()) {
            return "ok".equals(probe.raw("/readyz"));
        } catch (KubernetesClientException notYet) {
            return false;
        }
    }

    private void startEtcd(int port) {
        String url = "http://127.0.0.1:" + port;
        String peerUrl = "http://127.0.0.1:0";
        start(
                Program.ETCD,
                List.of(
                        "--name=lab",
                        "--data-dir=" + directory.resolve("etcd"),
                        "--listen-client-urls=" + url,
                        "--advertise-client-urls=" + url,
                        "--listen-peer-urls=" + peerUrl,
                        "--unsafe-no-fsync",
                        "--auto-compaction-retention=10m",
                        "--log-level=warn"));
    }

    private Child startApiServer(int etcdPort) {
        List<String> flags = new ArrayList<>(List.of(
                "--etcd-servers=http://127.0.0.1:" + etcdPort,
                "--secure-port=" + port,
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--endpoint-reconciler-type=none",
                "--tls-cert-file=" + credentials.serverCertificate(),
                "--tls-private-key-file=" + credentials.serverKey(),
                "--token-auth-file=" + credentials.tokens(),
                "--service-account-key-file=" + credentials.serviceAccountPublicKey(),
                "--service-account-signing-key-file=" + credentials.serviceAccountKey(),
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-cluster-ip-range=10.96.0.0/16",
                "--authorization-mode=RBAC",
                "--allow-privileged=true",
                "--profiling=false"));
        flags.addAll(apiServerFlags);
        return start(Program.API_SERVER, flags);
    }

    private void startControllers() {
        Path file = directory.resolve("kubeconfig-controllers");
        Kubeconfig.of(server(), credentials.ca(), "controllers", credentials.controllersToken(), "default")
                .write(file);
        start(
                Program.CONTROLLER_MANAGER,
                List.of(
                        "--kubeconfig=" + file,
                        "--service-account-private-key-file=" + credentials.serviceAccountKey(),
                        "--root-ca-file=" + credentials.ca(),
                        "--use-service-account-credentials",
                        "--leader-elect=false",
                        "--secure-port=0",
                        "--kube-api-qps=200",
                        "--kube-api-burst=400",
                        "--profiling=false"));
    }

    private Child start(Program program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(binaries.find(program).toString());
        command.addAll(arguments);
        Child process = Child.start(program.file(), directory, command, Map.of());
        processes.push(process);
        return process;
    }
}
