package org.ssms.location;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/**
 * Keeps what the subscribers want done with calls. Every method joins the caller's transaction or has one of its own.
 */
@Stateless
public class CallSettingsService {
    @PersistenceContext
    private EntityManager entities;

    /** The defaults for whoever has said nothing. */
    public CallSettings of(String subscriber) {
        SettingsRow row = entities.find(SettingsRow.class, subscriber);
        return row == null ? CallSettings.DEFAULT : row.settings();
    }

    /** Holds for the next call. Does nothing when there is no such subscriber. */
    public void change(String subscriber, CallSettings settings) {
        if (!SubscriberRows.lock(entities, subscriber)) {
            return;
        }
        SettingsRow row = entities.find(SettingsRow.class, subscriber);
        if (row == null) {
            entities.persist(new SettingsRow(subscriber).change(settings));
        } else {
            row.change(settings);
        }
    }
}
