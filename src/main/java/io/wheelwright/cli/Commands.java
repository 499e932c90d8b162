package io.wheelwright.cli;

import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The commands, and how they end. */
final class Commands {

    private Commands() {}

    /** Runs one and gives its exit code. */
    static int run(Surroundings here, String... arguments) {
        CommandLine stripe = new CommandLine(new Stripe())
                .addSubcommand(new StripeDoctorCommand(here))
                .addSubcommand(new StripeSetupCommand(here));
        CommandLine audit = new CommandLine(new Audit()).addSubcommand(new AuditVerifyCommand(here));
        CommandLine policy = new CommandLine(new Policy()).addSubcommand(new PolicyEvaluateCommand(here));
        int code = new CommandLine(new Program())
                .addSubcommand(stripe)
                .addSubcommand(audit)
                .addSubcommand(policy)
                .setOut(here.out())
                .setErr(here.err())
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(Commands::wrong)
                .setExecutionExceptionHandler(Commands::end)
                .execute(arguments);
        here.out().flush();
        here.err().flush();
        return code;
    }

    private static int wrong(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        command.getErr().println(message(failure));
        command.usage(command.getErr());
        return Exit.USAGE;
    }

    /** What follows an unknown option is not repeated: it may be a secret. */
    private static String message(ParameterException failure) {
        return failure instanceof UnmatchedArgumentException unmatched
                ? "There is no %s."
                        .formatted(Plain.text(unmatched.getUnmatched().get(0).replaceFirst("=.*", "")))
                : failure.getMessage();
    }

    private static int end(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (failure instanceof Refusal) {
            command.getErr().println(failure.getMessage());
            return Exit.NO_ANSWER;
        }
        throw failure;
    }

    @Command(
            name = "java -jar quarkus-run.jar",
            description = "Asks a running hub. Without arguments the hub itself starts.",
            scope = ScopeType.INHERIT,
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                Exit.WELL + ":all is well",
                Exit.NOT_WELL + ":something is not well, or not there",
                Exit.USAGE + ":the command is wrong",
                Exit.NO_ANSWER + ":the hub cannot be reached, does not answer in time, or refuses"
            })
    private static final class Program {}

    @Command(name = "stripe", description = "The account at Stripe.")
    private static final class Stripe {}

    @Command(name = "audit", description = "Who changed what.")
    private static final class Audit {}

    @Command(name = "policy", description = "What trouble with payments takes from customers.")
    private static final class Policy {}

    /** That of the package; classes that are not packaged have none. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {
                "wheelwright "
                        + Objects.requireNonNullElse(
                                Commands.class.getPackage().getImplementationVersion(), "(not packaged)")
            };
        }
    }
}
