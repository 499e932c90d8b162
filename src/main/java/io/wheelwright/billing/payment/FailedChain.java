package io.wheelwright.billing.payment;

import io.wheelwright.Json;
import java.util.List;
import java.util.stream.Collectors;

/** What is said of calls of which the last one has failed: those before it may have been made, and nothing takes them back. */
final class FailedChain {

    private FailedChain() {}

    /**
     * Says what was done and what was not.
     *
     * @param chain in the order in which they are made
     */
    static String text(List<CallView> chain) {
        CallView last = chain.get(chain.size() - 1);
        String done = chain.stream()
                .filter(CallView::succeeded)
                .map(FailedChain::done)
                .collect(Collectors.joining(", "));
        if (done.isEmpty()) {
            return "It was not done: %s The call is %s.".formatted(last.error(), last.id());
        }
        String not = chain.stream()
                .filter(CallView::hasFailed)
                .map(call -> "%s, the call %s: %s".formatted(call.kind(), call.id(), call.error()))
                .collect(Collectors.joining(" "));
        return "Done: %s. Not done: %s".formatted(done, not);
    }

    private static String done(CallView call) {
        return switch (call.kind()) {
            case EndCalls.NAME -> {
                EndOfSubscription end = Json.convert(call.result(), EndOfSubscription.class);
                yield "the subscription %s is %s".formatted(end.subscriptionId(), end.outcome());
            }
            case RefundCalls.NAME -> {
                RefundedPart part = Json.convert(call.result(), RefundedPart.class);
                yield "the refund %s of %s".formatted(part.refundId(), MoneyText.of(part.amount(), part.currency()));
            }
            default -> call.kind();
        };
    }
}
