package io.wheelwright.release;

/**
 * What a Helm process is asked to do. It travels as one line of JSON on the process's standard input, so that the
 * kubeconfig with its token touches neither disk nor command line.
 *
 * @param chart path of the chart; null for an uninstall
 * @param valuesFile path of the values; null for an uninstall
 */
record HelmCall(Action action, String namespace, String name, String chart, String valuesFile, String kubeconfig) {

    enum Action {
        INSTALL,
        UPGRADE,
        UNINSTALL,
        /** Uninstalls without the chart's hooks, which may be what never ended. */
        DISCARD
    }

    @Override
    public String toString() {
        return "HelmCall[%s %s/%s, kubeconfig=***]".formatted(action, namespace, name);
    }
}
