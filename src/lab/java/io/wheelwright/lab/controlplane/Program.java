package io.wheelwright.lab.controlplane;

/** A program that the lab or its user needs; each at one pinned version. */
enum Program {
    ETCD("etcd", "v3.6.16", "go.etcd.io/etcd/server/v3", "etcd"),
    API_SERVER("kube-apiserver", "v1.35.4", "k8s.io/kubernetes/cmd/kube-apiserver", ""),
    CONTROLLER_MANAGER("kube-controller-manager", "v1.35.4", "k8s.io/kubernetes/cmd/kube-controller-manager", ""),
    KUBECTL("kubectl", "v1.35.4", "k8s.io/kubernetes/cmd/kubectl", ""),
    /** The clone's own program around stripe-mock. */
    STRIPE_MOCK("strict-stripe-mock", "v0.203.0", ".", "stripe-mock");

    private final String file;
    private final String version;
    private final String goPackage;
    private final String goModule;

    Program(String file, String version, String goPackage, String goModule) {
        this.file = file;
        this.version = version;
        this.goPackage = goPackage;
        this.goModule = goModule;
    }

    /** Name of its file. */
    String file() {
        return file;
    }

    /** With a leading {@code v}. */
    String version() {
        return version;
    }

    /** The Go package that builds it. */
    String goPackage() {
        return goPackage;
    }

    /** Folder of the Go module that pins it, below {@code kubernetes/local}. */
    String goModule() {
        return goModule;
    }

    boolean isKubernetes() {
        return this != ETCD && isPublished();
    }

    /** Whether it can be had without building it. */
    boolean isPublished() {
        return this != STRIPE_MOCK;
    }
}
