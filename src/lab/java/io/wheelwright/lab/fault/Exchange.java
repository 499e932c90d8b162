package io.wheelwright.lab.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.wheelwright.lab.fault.Faults.Rule;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/** One request and its answer, as they pass; each step may be where something goes wrong. */
final class Exchange {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Upstream upstream;
    private final Writes writes;
    private final Faults faults;
    private final Mishap mishap;

    Exchange(Upstream upstream, Writes writes, Faults faults, Mishap mishap) {
        this.upstream = upstream;
        this.writes = writes;
        this.faults = faults;
        this.mishap = mishap;
    }

    /** A request that has been read, and the answer that it got. */
    private record Passage(Call call, HttpServerRequest request, Buffer sent, Optional<Rule> rule) {}

    private record Answered(int status, MultiMap headers, Buffer body) {}

    void begin(HttpServerRequest request) {
        request.body().compose(sent -> meet(request, sent)).onFailure(broken -> request.connection()
                .close());
    }

    private Future<Void> meet(HttpServerRequest request, Buffer sent) {
        Call call = Call.of(request.method().name(), request.uri(), read(sent));
        Passage passage = new Passage(call, request, sent, faults.meeting(call, request.uri()));
        return mishap.orPass(passage.rule(), request, () -> pass(passage));
    }

    private Future<Void> pass(Passage passage) {
        return formerVersion(passage)
                .compose(former -> send(passage).compose(answer -> settle(passage, answer, former)));
    }

    private Future<String> formerVersion(Passage passage) {
        boolean exists = !passage.call().verb().equals("create")
                && Writes.isCandidate(passage.call(), passage.request().uri());
        String path = passage.request().path().replaceFirst("/(status|scale|finalize)$", "");
        return exists ? upstream.look(path).map(body -> version(read(body))) : Future.succeededFuture("");
    }

    private Future<Answered> send(Passage passage) {
        return upstream.same(passage.request())
                .compose(copy -> copy.send(passage.sent()))
                .compose(Exchange::whole);
    }

    private static Future<Answered> whole(HttpClientResponse response) {
        return response.body().map(body -> new Answered(response.statusCode(), response.headers(), body));
    }

    private Future<Void> settle(Passage passage, Answered answer, String formerVersion) {
        boolean effective = !Writes.isCandidate(
                        passage.call(), passage.request().uri())
                || writes.note(passage.call(), agent(passage), formerVersion, answer.status(), read(answer.body()))
                        .isPresent();
        Optional<Fault> fault =
                passage.rule().filter(rule -> effective).filter(faults::take).map(Rule::fault);
        if (fault.isPresent() && fault.get() instanceof Fault.AfterEffect after) {
            return mishap.happen(after.event())
                    .compose(over -> passage.request().connection().close());
        }
        Future<Void> replied = reply(passage.request(), answer);
        return fault.isPresent() && fault.get() instanceof Fault.AfterReply after
                ? replied.compose(over -> mishap.happen(after.event()))
                : replied;
    }

    private static Future<Void> reply(HttpServerRequest request, Answered answer) {
        request.response().setStatusCode(answer.status());
        request.response().headers().setAll(Upstream.passedOn(answer.headers()));
        return request.response().end(answer.body());
    }

    private static String agent(Passage passage) {
        return Objects.requireNonNullElse(passage.request().getHeader(HttpHeaders.USER_AGENT), "");
    }

    private static String version(JsonNode object) {
        return object.path("metadata").path("resourceVersion").asText("");
    }

    /** What is not JSON, such as the answer to /healthz, says nothing about an object. */
    private static JsonNode read(Buffer body) {
        try {
            return JSON.readTree(body.getBytes());
        } catch (IOException otherwise) {
            return JSON.missingNode();
        }
    }
}
