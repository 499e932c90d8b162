package io.wheelwright.fleet;

import io.agroal.api.AgroalDataSource;
import io.wheelwright.pack.Packs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** What is of no use once a Spoke is no more, removed in the transaction that records its end. */
@ApplicationScoped
class Leftovers {

    private final AgroalDataSource database;
    private final Packs packs;

    Leftovers(AgroalDataSource database, Packs packs) {
        this.database = database;
        this.packs = packs;
    }

    void remove(@Observes SpokeGone gone) {
        remove(gone.spokeUid());
    }

    /** The agent reports to the new Spoke, and pulls the manifest of the new one. */
    void remove(@Observes SpokeRebound rebound) {
        remove(rebound.formerUid());
    }

    private void remove(String spokeUid) {
        packs.withdraw(spokeUid);
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("DELETE FROM heartbeats WHERE spoke_uid = ?")) {
            statement.setString(1, spokeUid);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("The heartbeats of a spoke cannot be removed from the database.", e);
        }
    }
}
