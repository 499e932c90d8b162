package io.wheelwright.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.wheelwright.cli.Hub.Answer;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether the audit is what was once recorded. */
@Command(name = "verify", description = "Looks whether anything in the audit was changed since it was recorded.")
final class AuditVerifyCommand implements Callable<Integer> {

    @Mixin
    private final HubOptions options;

    @Option(names = "--seal", paramLabel = "NUMBER", description = "Begin behind this seal, which was noted earlier.")
    private String seal;

    @Option(names = "--head", paramLabel = "HASH", description = "What was noted with it.")
    private String head;

    AuditVerifyCommand(Surroundings here) {
        options = new HubOptions(here);
    }

    @Override
    public Integer call() {
        if ((seal == null) != (head == null)) {
            throw options.wrong("A seal is noted by its number and its hash: --seal and --head.");
        }
        String from = seal == null ? "" : "?seal=%s&head=%s".formatted(encoded(seal), encoded(head));
        Answer answer = options.hub().get("/audit/verification" + from, "intact");
        options.print(answer, AuditVerifyCommand::print);
        return answer.json().path("intact").asBoolean() ? Exit.WELL : Exit.NOT_WELL;
    }

    private static void print(PrintWriter out, JsonNode audit) {
        boolean intact = audit.path("intact").asBoolean();
        JsonNode broken = audit.path("first_broken");
        out.println(
                intact
                        ? "Nothing that was looked at was changed."
                        : "Seal %s, entry %s: %s"
                                .formatted(
                                        broken.path("seal").asText("-"),
                                        broken.path("entry").asText("-"),
                                        Plain.text(broken.path("reason").asText())));
        out.println("Sealed: %d, waiting: %d."
                .formatted(audit.path("sealed").asLong(), audit.path("waiting").asLong()));
        if (intact) {
            out.println("To compare with the next time: --seal %d --head %s"
                    .formatted(
                            audit.path("sealed").asLong(),
                            Plain.text(audit.path("head").asText())));
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
