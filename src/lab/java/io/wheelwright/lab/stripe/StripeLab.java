package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.wheelwright.agent.PromptServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A Stripe on this machine, for the lab and for tests: the API by HTTP at {@link #url()}, and here what a person would
 * do in a browser, in the dashboard, or by waiting. Nothing outlives {@link #close()}. All methods may be called from
 * any thread.
 */
public final class StripeLab implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    private final HttpServer http;
    private final ExecutorService threads;
    private final World world;
    private final Account account;
    private final Faults faults = new Faults();
    private final Deliveries deliveries;
    private final Api api;
    private final String webhookSecret = "whsec_" + World.randomLetters(32);

    private StripeLab(int port, Clock clock, boolean live) throws IOException {
        http = PromptServer.at(new InetSocketAddress(InetAddress.getByName(HOST), port));
        world = new World(clock, live);
        account = new Account(world, url().toString());
        deliveries = new Deliveries(world, account.endpoints);
        api = new Api(account, account.routes(), faults);
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "stripe-lab-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        http.setExecutor(threads);
        http.createContext("/v1/", api::handle);
        http.createContext("/v2/", api::handle);
        http.createContext("/", new Pages(account)::handle);
        http.start();
    }

    /**
     * Starts one in test mode.
     *
     * @param port where it listens on 127.0.0.1; 0 takes a free one
     * @param clock the time that {@link #advance} adds to
     */
    public static StripeLab start(int port, Clock clock) {
        return start(port, clock, false);
    }

    /** Starts one in test or live mode: the mode decides which keys it takes and what objects say of themselves. */
    public static StripeLab start(int port, Clock clock, boolean live) {
        try {
            return new StripeLab(port, clock, live);
        } catch (IOException e) {
            throw new UncheckedIOException("the lab's Stripe did not start", e);
        }
    }

    /** The base of its API and its pages, without a slash at the end. */
    public URI url() {
        return URI.create("http://" + HOST + ":" + http.getAddress().getPort());
    }

    /** An API key that it takes; it takes any other of its mode too. */
    public String apiKey() {
        return world.isLive() ? "sk_live_lab" : "sk_test_lab";
    }

    /** The secret of all endpoints that {@link #registerEndpoint} makes. */
    public String webhookSecret() {
        return webhookSecret;
    }

    /** What a hub needs to bill here. */
    public Map<String, String> settings() {
        return Map.of(
                "wheelwright.stripe.api-key", apiKey(),
                "wheelwright.stripe.api-base", url().toString(),
                "wheelwright.stripe.webhook-secrets", webhookSecret);
    }

    /** Has events of these types, or all if none is named, sent to a URL. Gives the endpoint's id. */
    public String registerEndpoint(URI url, String... types) {
        StringBuilder form = new StringBuilder("api_version=" + EventLog.VERSION + "&url=" + encode(url.toString()));
        for (String type : types.length == 0 ? new String[] {"*"} : types) {
            form.append("&enabled_events[]=").append(encode(type));
        }
        synchronized (world) {
            return Json.text(account.endpoints.create(Params.parse(form.toString()), webhookSecret), "id");
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Moves its time on; what falls due on the way is done at its own time, in order. */
    public void advance(Duration by) {
        synchronized (world) {
            world.move(by);
        }
    }

    /** Moves its time on to a date. */
    public void advanceTo(Instant date) {
        synchronized (world) {
            world.settle();
            world.move(Duration.between(world.wallTime(), date));
        }
    }

    /**
     * Makes a test clock, for customers that are made with it. It has the time of the last advance, and stands for good
     * once the time is returned to the clock. Gives its id.
     */
    public String testClock() {
        synchronized (world) {
            world.settle();
            return Json.text(world.testClock(), "id");
        }
    }

    /** Takes back what its time was moved by, for the next one who uses it. */
    public void returnToClock() {
        synchronized (world) {
            world.returnToClock();
        }
    }

    /** Forgets all idempotency keys, as Stripe does within a day. */
    public void forgetKeys() {
        synchronized (world) {
            api.forgetKeys();
        }
    }

    public Instant now() {
        synchronized (world) {
            world.settle();
            return world.now();
        }
    }

    /** Its time as a clock, for those who must agree with it. */
    public Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                synchronized (world) {
                    return world.wallTime();
                }
            }
        };
    }

    public Ledger ledger() {
        return world.ledger();
    }

    public Deliveries deliveries() {
        return deliveries;
    }

    public Faults faults() {
        return faults;
    }

    /** Sets what follows a failed payment, from the next failure on. */
    public void dunning(Dunning dunning) {
        synchronized (world) {
            account.invoices.dunning(dunning);
            account.subscriptions.cycle().endOfDunning(dunning.end());
        }
    }

    /** Tells of each request from now on, before anything becomes of it. */
    public void listen(Consumer<AskedRequest> listener) {
        api.listen(listener);
    }

    /** Tells nobody any more. */
    public void forgetListeners() {
        api.forgetListeners();
    }

    /** Refuses an API key from now on. */
    public void revokeKey(String key) {
        api.revoke(key);
    }

    /** An object as the API would answer it now. */
    public JsonNode object(String id) {
        synchronized (world) {
            world.settle();
            ObjectNode object = world.find(id);
            if (object == null) {
                throw new IllegalArgumentException("no object " + id);
            }
            return object.deepCopy();
        }
    }

    /** All events so far, oldest first. */
    public List<JsonNode> events() {
        return eventsAfter(0);
    }

    /** The events so far without that many first ones. */
    public List<JsonNode> eventsAfter(int known) {
        synchronized (world) {
            world.settle();
            return world.events().all().stream()
                    .skip(known)
                    .map(JsonNode.class::cast)
                    .map(JsonNode::<JsonNode>deepCopy)
                    .toList();
        }
    }

    /** Gives a customer a new default card, even one that Stripe would refuse to attach. */
    public void useCard(String customer, TestCard card) {
        act(() -> account.customers.useCard(account.customers.living(customer), card));
    }

    /** The customer authenticates the payment of an open invoice. */
    public void authenticate(String invoice) {
        act(() -> account.invoices.authenticate(world.get("invoice", invoice)));
    }

    /** How refunds begin from now on: {@code succeeded}, {@code pending} or {@code requires_action}. */
    public void nextRefunds(String status) {
        act(() -> account.refunds.begin(status));
    }

    /** Ends a refund: {@code succeeded} or {@code failed}; one that succeeded may still fail. */
    public void settleRefund(String refund, String status) {
        act(() -> account.refunds.settle(refund, status));
    }

    /** Finds later that a meter event which was taken cannot be counted; {@code code} says why. */
    public void reportMeterError(String identifier, String code) {
        act(() -> account.meters.report(identifier, code));
    }

    /** The cardholder disputes a charge. Gives the dispute's id. */
    public String dispute(String charge, String reason) {
        synchronized (world) {
            world.settle();
            return Json.text(account.refunds.dispute(charge, reason), "id");
        }
    }

    /** Moves a dispute to another status, such as {@code warning_needs_response} or {@code under_review}. */
    public void moveDispute(String dispute, String status) {
        act(() -> account.refunds.moveDispute(dispute, status));
    }

    public void closeDispute(String dispute, boolean won) {
        act(() -> account.refunds.closeDispute(dispute, won));
    }

    /** The customer ends a subscription in the portal: in the shape that its billing mode gives that. */
    public void cancelInPortal(String subscription) {
        act(() -> account.portal.cancel(subscription));
    }

    /** The customer takes the end back in the portal. */
    public void keepInPortal(String subscription) {
        act(() -> account.portal.keep(subscription));
    }

    /** The customer pays in checkout, and authenticates if the card asks. A card that is declined leaves it open. */
    public void checkOut(String session, TestCard card) {
        act(() -> account.checkout.complete(session, card, "customer@example.com"));
    }

    private void act(Runnable action) {
        synchronized (world) {
            world.settle();
            action.run();
        }
    }

    @Override
    public void close() {
        deliveries.close();
        faults.clear();
        http.stop(0);
        threads.shutdownNow();
    }
}
