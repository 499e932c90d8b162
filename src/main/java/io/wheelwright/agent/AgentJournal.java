package io.wheelwright.agent;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The agent's log: it says what changed, and is silent while nothing does. */
final class AgentJournal {
    private final Logger log = System.getLogger(Agent.class.getName());
    private final String spokeId;
    private final Map<String, String> troubles = new ConcurrentHashMap<>();

    AgentJournal(String spokeId) {
        this.spokeId = spokeId;
    }

    void info(String message) {
        log.log(Level.INFO, "{0}: {1}", spokeId, message);
    }

    void surprise(String message, Throwable cause) {
        log.log(Level.ERROR, spokeId + ": " + message, cause);
    }

    /** A matter that is in trouble; said once for as long as the reason stays. */
    void trouble(String matter, String reason) {
        if (!reason.equals(troubles.put(matter, reason))) {
            log.log(Level.WARNING, "{0}: {1}: {2}", spokeId, matter, reason);
        }
    }

    /** A matter that is well; said when it was in trouble. */
    void well(String matter) {
        if (troubles.remove(matter) != null) {
            log.log(Level.INFO, "{0}: {1}: well again", spokeId, matter);
        }
    }
}
