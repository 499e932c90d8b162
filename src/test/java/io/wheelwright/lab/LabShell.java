package io.wheelwright.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A shell that has sourced the lab's file {@code env}, and what it finds in its variables. */
record LabShell(Path env, String url, String adminToken, String kubeconfig) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    static LabShell of(Path env) {
        return new LabShell(
                env,
                variable(env, "WHEELWRIGHT_URL"),
                variable(env, "WHEELWRIGHT_ADMIN_TOKEN"),
                variable(env, "KUBECONFIG"));
    }

    /** Status of the answer. */
    int createOrganization(String name) throws IOException, InterruptedException {
        String body = "{\"name\":\"%s\",\"email\":\"it@kept.example\"}".formatted(name);
        return HTTP.send(
                        request("/hub/api/v1/organizations")
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    String organizations() throws IOException, InterruptedException {
        HttpResponse<String> answer =
                HTTP.send(request("/hub/api/v1/organizations").build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    /** The mailbox's page; empty while it has not got that mail. */
    String mails(String subject) throws IOException, InterruptedException {
        String mailbox = variable(env, "WHEELWRIGHT_MAILBOX_URL");
        HttpResponse<String> page =
                HTTP.send(HttpRequest.newBuilder(URI.create(mailbox)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        return page.body().contains("<b>" + subject + "</b>") ? page.body() : "";
    }

    /** Status of the answer to somebody who signs up. */
    int signUp(String email) throws IOException, InterruptedException {
        String body = "{\"email\":\"%s\",\"organization_name\":\"Kept\",\"password\":\"granite otter parcel nine\"}"
                .formatted(email);
        return HTTP.send(
                        HttpRequest.newBuilder(URI.create(url + "/hub/api/v1/signup"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    String kubectl(String... arguments) {
        return run(env, "kubectl \"$@\"", arguments);
    }

    /** What a command of the packaged hub prints; it ends well. */
    String wheelwright(String... command) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of(
                "-jar", Path.of("target", "quarkus-app", "quarkus-run.jar").toString()));
        words.addAll(List.of(command));
        return run(env, "\"$@\"", words.toArray(String[]::new));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).header("Authorization", "Bearer " + adminToken);
    }

    private static String variable(Path env, String name) {
        String value = run(env, "printf %s \"$" + name + "\"");
        assertThat(value).as(name).isNotEmpty();
        return value;
    }

    private static String run(Path env, String line, String... arguments) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", ". '" + env + "' && " + line, "sh"));
        command.addAll(List.of(arguments));
        try {
            Process shell =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(shell.waitFor()).as(output).isZero();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
