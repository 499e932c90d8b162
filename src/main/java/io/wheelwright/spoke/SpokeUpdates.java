package io.wheelwright.spoke;

import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.api.v1alpha1.Spoke;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which changes of a Spoke ask for a visit: those of its specification, of its deletion, and of the annotations by which
 * a person tells the operator what to do. Those make no new generation; the status concerns nobody here.
 */
public class SpokeUpdates implements OnUpdateFilter<Spoke> {

    private static final List<String> WORDS = List.of(Labels.RETRY, Labels.ADOPT, Labels.ROTATE_KEY);

    @Override
    public boolean accept(Spoke now, Spoke before) {
        return !Objects.equals(
                        now.getMetadata().getGeneration(), before.getMetadata().getGeneration())
                || !Objects.equals(
                        now.getMetadata().getDeletionTimestamp(),
                        before.getMetadata().getDeletionTimestamp())
                || !Objects.equals(
                        now.getMetadata().getFinalizers(), before.getMetadata().getFinalizers())
                || WORDS.stream().anyMatch(word -> !Objects.equals(annotation(now, word), annotation(before, word)));
    }

    private static String annotation(Spoke spoke, String name) {
        return Optional.ofNullable(spoke.getMetadata().getAnnotations())
                .map((Map<String, String> annotations) -> annotations.get(name))
                .orElse(null);
    }
}
