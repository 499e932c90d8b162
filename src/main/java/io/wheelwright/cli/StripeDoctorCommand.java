package io.wheelwright.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.wheelwright.cli.Hub.Answer;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What the hub finds at Stripe. */
@Command(
        name = "doctor",
        description =
                "Looks whether the account at Stripe is as the hub needs it: key, rights, webhook endpoint, prices.")
final class StripeDoctorCommand implements Callable<Integer> {

    @Mixin
    private final HubOptions options;

    StripeDoctorCommand(Surroundings here) {
        options = new HubOptions(here);
    }

    @Override
    public Integer call() {
        Answer answer = options.hub().get("/billing/doctor", "healthy");
        options.print(answer, StripeDoctorCommand::print);
        return answer.json().path("healthy").asBoolean() ? Exit.WELL : Exit.NOT_WELL;
    }

    private static void print(PrintWriter out, JsonNode health) {
        List<List<String>> rows = new ArrayList<>();
        health.path("checks")
                .forEach(check -> rows.add(List.of(
                        check.path("finding").asText(),
                        check.path("subject").asText(),
                        check.path("message").asText())));
        Plain.aligned(rows).forEach(out::println);
        out.println();
        out.println(verdict(health.path("healthy").asBoolean(), count(rows, "failed"), count(rows, "warning")));
    }

    private static String verdict(boolean healthy, long failed, long warnings) {
        String warned = warnings == 0 ? "" : " Warnings: %d.".formatted(warnings);
        return (healthy ? "Nothing has failed." : "Not well. Failed: %d.".formatted(failed)) + warned;
    }

    private static long count(List<List<String>> rows, String finding) {
        return rows.stream().filter(row -> row.get(0).equals(finding)).count();
    }
}
