package io.wheelwright.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wheelwright.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An OCI registry that holds charts, as {@code helm push} leaves them there: see the OCI distribution specification. Who
 * asks for a token gets the one that everybody may have.
 */
final class ChartRegistry implements ChartServer {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String ARCHIVE = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
    private static final Pattern PARAMETER = Pattern.compile("(\\w+)=\"([^\"]*)\"");
    private static final int UNAUTHORIZED = 401;

    private final Web web;

    ChartRegistry(Web web) {
        this.web = web;
    }

    /** One conversation with a registry: the token that it was opened with, if the registry asked for one. */
    private record Visit(URI repository, Optional<String> token) {}

    @Override
    public Packed fetch(ChartReference.Remote chart) throws IOException, ReleaseException {
        Visit visit = open(repository(chart), tag(chart.version()));
        byte[] manifest = get(visit, "/manifests/" + tag(chart.version()), MANIFEST);
        String layer = archiveIn(JSON.readTree(manifest), chart);
        byte[] archive = get(visit, "/blobs/" + layer, "*/*");
        String digest = "sha256:" + Digest.sha256(archive);
        if (!digest.equals(layer)) {
            throw Charts.invalid("the archive is another than its registry says: it is " + digest);
        }
        return new Packed(archive, List.of(digest, "sha256:" + Digest.sha256(manifest)));
    }

    private static URI repository(ChartReference.Remote chart) {
        URI registry = URI.create(chart.repository().replaceFirst("/+$", ""));
        return URI.create("https://%s/v2%s/%s".formatted(registry.getAuthority(), registry.getPath(), chart.name()));
    }

    /** Tags know no plus sign; Helm writes an underscore in its place. */
    private static String tag(String version) {
        return version.replace('+', '_');
    }

    private Visit open(URI repository, String tag) throws IOException {
        Web.Answer answer = web.get(URI.create(repository + "/manifests/" + tag), MANIFEST, Optional.empty());
        if (answer.status() != UNAUTHORIZED) {
            return new Visit(repository, Optional.empty());
        }
        return new Visit(
                repository,
                Optional.of(
                        token(answer.headers().firstValue("WWW-Authenticate").orElse(""), repository)));
    }

    private String token(String challenge, URI repository) throws IOException {
        Map<String, String> parameters = new TreeMap<>();
        Matcher matcher = PARAMETER.matcher(challenge);
        while (matcher.find()) {
            parameters.put(matcher.group(1), matcher.group(2));
        }
        String realm = parameters.get("realm");
        if (realm == null || !challenge.startsWith("Bearer")) {
            throw new IOException(repository.getHost() + " asks for credentials; charts must be readable without");
        }
        String query = Stream.of("service", "scope")
                .filter(parameters::containsKey)
                .map(name -> name + "=" + URLEncoder.encode(parameters.get(name), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        Web.Answer answer = web.get(URI.create(realm + "?" + query), "application/json", Optional.empty());
        if (!answer.isFound()) {
            throw new IOException(repository.getHost() + " gives no token without credentials");
        }
        JsonNode granted = JSON.readTree(answer.body());
        return granted.path("token").asText(granted.path("access_token").asText());
    }

    private byte[] get(Visit visit, String path, String accept) throws IOException {
        Web.Answer answer = web.get(URI.create(visit.repository() + path), accept, visit.token());
        if (!answer.isFound()) {
            throw new IOException("%s answered %d for %s%s"
                    .formatted(
                            visit.repository().getAuthority(),
                            answer.status(),
                            visit.repository().getPath(),
                            path));
        }
        return answer.body();
    }

    private static String archiveIn(JsonNode manifest, ChartReference.Remote chart) throws ReleaseException {
        return StreamSupport.stream(manifest.path("layers").spliterator(), false)
                .filter(layer -> layer.path("mediaType").asText().equals(ARCHIVE))
                .map(layer -> layer.path("digest").asText())
                .filter(digest -> digest.matches("sha256:[0-9a-f]{64}"))
                .findFirst()
                .orElseThrow(() -> Charts.invalid(
                        "%s %s in the registry is no Helm chart".formatted(chart.name(), chart.version())));
    }
}
