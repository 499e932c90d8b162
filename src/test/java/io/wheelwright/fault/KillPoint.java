package io.wheelwright.fault;

import io.wheelwright.lab.fault.Call;
import io.wheelwright.lab.fault.Fault;
import io.wheelwright.lab.fault.FaultProxy;
import io.wheelwright.lab.fault.Write;
import java.util.Locale;
import java.util.function.Function;

/** A moment around one effective write of the learned life. */
record KillPoint(Write write, Moment moment) {

    enum Moment {
        BEFORE_IT_IS_PASSED_ON(Fault.Before::new),
        AFTER_THE_EFFECT(Fault.AfterEffect::new),
        AFTER_THE_REPLY(Fault.AfterReply::new);

        private final Function<Runnable, Fault> fault;

        Moment(Function<Runnable, Fault> fault) {
            this.fault = fault;
        }
    }

    /** Arms the proxy for another spoke's life. */
    void arm(FaultProxy proxy, String learned, String spoke, Runnable kill) {
        Call call = write.call().renamed(learned, spoke);
        proxy.at(call::equals, write.occurrence(), moment.fault.apply(kill));
    }

    @Override
    public String toString() {
        return moment.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + write;
    }
}
