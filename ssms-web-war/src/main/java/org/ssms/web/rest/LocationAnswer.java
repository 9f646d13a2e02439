package org.ssms.web.rest;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import org.ssms.location.Contact;
import org.ssms.location.LocationDocument;
import org.ssms.location.LocationResult;
import org.ssms.location.LocationResult.Diverted;
import org.ssms.location.LocationResult.Reachable;
import org.ssms.location.LocationResult.Refused;
import org.ssms.location.LocationResult.Unavailable;
import org.ssms.location.LocationResult.Unknown;
import org.ssms.location.RingPlan;

/** Writes the result of a lookup for other media nodes, which read it by {@link LocationDocument}. */
final class LocationAnswer {
    private final String mailboxHost;

    /** @param mailboxHost host of the alternate address (Figure 2, step 3) */
    LocationAnswer(String mailboxHost) {
        this.mailboxHost = mailboxHost;
    }

    String toJson(LocationResult result) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        if (result instanceof Reachable reachable) {
            party(json.add("result", "reachable"), reachable.subscriber());
            reachable(json, reachable);
        } else if (result instanceof Diverted diverted) {
            party(json.add("result", "diverted"), diverted.subscriber());
            json.add("reason", LocationDocument.name(diverted.reason()))
                    .add("cause", diverted.reason().cause());
        } else if (result instanceof Refused refused) {
            json.add("result", "refused").add("status", refused.status());
        } else if (result instanceof Unknown) {
            json.add("result", "unknown");
        } else if (result instanceof Unavailable) {
            throw new IllegalStateException("our own database says nothing");
        }
        return json.build().toString();
    }

    private void party(JsonObjectBuilder json, String subscriber) {
        json.add("subscriber", subscriber).add("mailbox", "sip:" + subscriber + '@' + mailboxHost);
    }

    private static void reachable(JsonObjectBuilder json, Reachable reachable) {
        JsonArrayBuilder contacts = Json.createArrayBuilder();
        reachable.contacts().forEach(contact -> contacts.add(contact(contact)));
        RingPlan plan = reachable.plan();
        json.add("contacts", contacts)
                .add("ringSeconds", plan.ringTime().toSeconds())
                .add("whenBusy", LocationDocument.name(plan.whenBusy()))
                .add("whenUnanswered", LocationDocument.name(plan.whenUnanswered()))
                .add("whenDeclined", LocationDocument.name(plan.whenDeclined()))
                .add("whenNotRegistered", LocationDocument.name(plan.whenNotRegistered()));
    }

    private static JsonObjectBuilder contact(Contact contact) {
        return Json.createObjectBuilder()
                .add("uri", contact.uri())
                .add("qMillis", contact.qMillis())
                .add(
                        "flow",
                        Json.createObjectBuilder()
                                .add("transport", contact.flow().transport())
                                .add("address", contact.flow().address())
                                .add("port", contact.flow().port()))
                .add("path", Json.createArrayBuilder(contact.path()))
                .add("expiresAt", contact.expiresAt().toString());
    }
}
