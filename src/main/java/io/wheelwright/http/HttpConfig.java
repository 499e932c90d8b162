package io.wheelwright.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the hub serves HTTP. */
@ConfigMapping(prefix = "wheelwright.http")
interface HttpConfig {

    /** After how long a request is answered that it takes too long, where no answer has begun. */
    @WithDefault("PT60S")
    Duration answerWithin();
}
