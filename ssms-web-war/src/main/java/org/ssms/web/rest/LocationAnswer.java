package org.ssms.web.rest;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ssms.base.json.JsonText;
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
        Map<String, Object> json = new LinkedHashMap<>();
        if (result instanceof Reachable reachable) {
            json.put("result", "reachable");
            party(json, reachable.subscriber());
            reachable(json, reachable);
        } else if (result instanceof Diverted diverted) {
            json.put("result", "diverted");
            party(json, diverted.subscriber());
            json.put("reason", LocationDocument.name(diverted.reason()));
            json.put("cause", diverted.reason().cause());
        } else if (result instanceof Refused refused) {
            json.put("result", "refused");
            json.put("status", refused.status());
        } else if (result instanceof Unknown) {
            json.put("result", "unknown");
        } else if (result instanceof Unavailable) {
            throw new IllegalStateException("our own database says nothing");
        }
        return JsonText.of(json);
    }

    private void party(Map<String, Object> json, String subscriber) {
        json.put("subscriber", subscriber);
        json.put("mailbox", "sip:" + subscriber + '@' + mailboxHost);
    }

    private static void reachable(Map<String, Object> json, Reachable reachable) {
        RingPlan plan = reachable.plan();
        json.put(
                "contacts",
                reachable.contacts().stream().map(LocationAnswer::contact).toList());
        json.put("ringSeconds", plan.ringTime().toSeconds());
        json.put("whenBusy", LocationDocument.name(plan.whenBusy()));
        json.put("whenUnanswered", LocationDocument.name(plan.whenUnanswered()));
        json.put("whenDeclined", LocationDocument.name(plan.whenDeclined()));
        json.put("whenNotRegistered", LocationDocument.name(plan.whenNotRegistered()));
    }

    private static Map<String, Object> contact(Contact contact) {
        Map<String, Object> flow = new LinkedHashMap<>();
        flow.put("transport", contact.flow().transport());
        flow.put("address", contact.flow().address());
        flow.put("port", contact.flow().port());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("uri", contact.uri());
        json.put("qMillis", contact.qMillis());
        json.put("flow", flow);
        json.put("path", contact.path());
        json.put("expiresAt", contact.expiresAt().toString());
        return json;
    }
}
