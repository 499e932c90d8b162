package io.wheelwright.support;

import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/** All that is logged from now on until it is closed, with the causes of failures. */
public final class LoggedText extends ExtHandler implements AutoCloseable {

    private final StringBuffer text = new StringBuffer();

    private LoggedText() {
        setFormatter(new PatternFormatter("%s %X%e%n"));
    }

    /** Begins to listen. */
    public static LoggedText begin() {
        LoggedText log = new LoggedText();
        Logger.getLogger("").addHandler(log);
        return log;
    }

    /** What was logged so far. */
    public String text() {
        return text.toString();
    }

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }

    @Override
    protected void doPublish(ExtLogRecord entry) {
        text.append(getFormatter().format(entry));
    }
}
