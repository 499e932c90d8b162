package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be made to go wrong with a pod, by an annotation on it or on its namespace. */
enum Fault {
    /** The image cannot be pulled: the containers never start. */
    IMAGE_PULL("image-pull"),
    /** The containers end with exit code 1 soon after every start. */
    CRASH_LOOP("crash-loop"),
    /** The containers run, but never become ready; those of a Job never end. */
    NEVER_READY("never-ready");

    /**
     * On a pod the fault's name. On a namespace a list of names separated by commas, where {@code api:crash-loop} means
     * only the pods with that component label.
     */
    static final String ANNOTATION = "lab.wheelwright.io/fault";

    private static final String COMPONENT = "wheelwright.io/component";

    private final String word;

    Fault(String word) {
        this.word = word;
    }

    /** The fault that a pod suffers from; the pod's own annotation wins over that of its namespace. */
    static Optional<Fault> of(Pod pod, Optional<? extends HasMetadata> namespace) {
        Optional<String> component = label(pod);
        return Stream.concat(wishes(Optional.of(pod)), wishes(namespace))
                .flatMap(wish -> matching(wish, component).stream())
                .findFirst();
    }

    private static Stream<String> wishes(Optional<? extends HasMetadata> object) {
        return object.map(o -> o.getMetadata().getAnnotations()).map(all -> all.get(ANNOTATION)).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(String::strip);
    }

    private static Optional<Fault> matching(String wish, Optional<String> component) {
        int colon = wish.indexOf(':');
        boolean meant =
                colon < 0 || component.filter(wish.substring(0, colon)::equals).isPresent();
        return meant ? named(wish.substring(colon + 1)) : Optional.empty();
    }

    private static Optional<Fault> named(String word) {
        return Arrays.stream(values()).filter(fault -> fault.word.equals(word)).findFirst();
    }

    private static Optional<String> label(Pod pod) {
        return Optional.ofNullable(pod.getMetadata().getLabels()).map(labels -> labels.get(COMPONENT));
    }
}
