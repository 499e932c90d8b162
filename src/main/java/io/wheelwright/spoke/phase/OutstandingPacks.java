package io.wheelwright.spoke.phase;

import io.wheelwright.agent.protocol.InstalledPack;
import io.wheelwright.agent.protocol.Manifest;
import io.wheelwright.agent.protocol.ManifestPack;
import io.wheelwright.agent.protocol.PackProblem;
import io.wheelwright.fleet.LastHeartbeat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a spoke should have and has not, each with the agent's reason if it gave one.
 *
 * @param all every version that is not installed
 * @param blocking those of required packs of which no version is installed
 */
record OutstandingPacks(List<String> all, List<String> blocking) {

    /** A message is for people. */
    private static final int MOST_NAMED = 20;

    static OutstandingPacks of(Manifest manifest, Optional<LastHeartbeat> report) {
        List<InstalledPack> installed = report.map(LastHeartbeat::packs).orElse(List.of());
        List<PackProblem> problems = report.map(LastHeartbeat::packProblems).orElse(List.of());
        List<ManifestPack> missing = manifest.packs().stream()
                .filter(pack -> !installed.contains(new InstalledPack(pack.name(), pack.version())))
                .toList();
        Predicate<ManifestPack> absent =
                pack -> installed.stream().noneMatch(there -> there.name().equals(pack.name()));
        return new OutstandingPacks(
                describe(missing, problems),
                describe(
                        missing.stream()
                                .filter(pack -> pack.required() && absent.test(pack))
                                .toList(),
                        problems));
    }

    private static List<String> describe(List<ManifestPack> packs, List<PackProblem> problems) {
        Stream<String> named = packs.stream()
                .limit(MOST_NAMED)
                .map(pack -> pack.name() + " " + pack.version() + reason(pack, problems));
        Stream<String> rest =
                packs.size() > MOST_NAMED ? Stream.of((packs.size() - MOST_NAMED) + " more") : Stream.empty();
        return Stream.concat(named, rest).toList();
    }

    private static String reason(ManifestPack pack, List<PackProblem> problems) {
        return problems.stream()
                .filter(problem ->
                        problem.name().equals(pack.name()) && problem.version().equals(pack.version()))
                .map(problem -> " (" + problem.message() + ")")
                .collect(Collectors.joining());
    }
}
