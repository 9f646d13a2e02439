package org.ssms.location;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.location.LocationResult.Diverted;
import org.ssms.location.LocationResult.Reachable;
import org.ssms.location.LocationResult.Refused;
import org.ssms.location.LocationResult.Unknown;

/** The result of a lookup as a location server sends it (JSON). Members that we do not know are left unread. */
public final class LocationDocument {
    static final int MAX_CHARS = 65_536;

    private static final int MAX_NAME = 64;
    private static final int MAX_CONTACTS = 100;
    private static final int MAX_PATH = 16;
    private static final int MAX_PORT = 65_535;

    private LocationDocument() {}

    /**
     * Reads a result strictly.
     *
     * @throws MalformedJsonException when a member is missing, of another type, too long or out of its range
     */
    public static LocationResult parse(String text) throws MalformedJsonException {
        JsonObject json = JsonObject.parse(text, MAX_CHARS);
        String result = json.text("result", MAX_NAME);
        return switch (result) {
            case "unknown" -> new Unknown();
            case "reachable" -> new Reachable(json.text("subscriber", MAX_NAME), contacts(json), plan(json));
            case "diverted" ->
                new Diverted(json.text("subscriber", MAX_NAME), json.value("reason", LocationDocument::reason));
            case "refused" -> new Refused((int) json.integer("status", 400, 699));
            default -> throw new MalformedJsonException("unknown result");
        };
    }

    /** The name of a constant on the wire: {@code not-registered}. */
    public static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static DiversionReason reason(String name) {
        return DiversionReason.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static Treatment treatment(String name) {
        return Treatment.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static List<Contact> contacts(JsonObject json) throws MalformedJsonException {
        List<Contact> contacts = new ArrayList<>();
        for (JsonObject contact : json.objects("contacts", MAX_CONTACTS)) {
            String uri = contact.text("uri", ContactUri.MAX_CHARS);
            if (ContactUri.parse(uri).isEmpty()) {
                throw new MalformedJsonException("member 'uri' is no SIP URI");
            }
            JsonObject flow = contact.object("flow");
            contacts.add(new Contact(
                    uri,
                    (int) contact.integer("qMillis", 0, RequestedBinding.MAX_Q_MILLIS),
                    new Flow(flow.text("transport", MAX_NAME), flow.text("address", MAX_NAME), (int)
                            flow.integer("port", 1, MAX_PORT)),
                    contact.texts("path", MAX_PATH, ContactUri.MAX_CHARS),
                    contact.instant("expiresAt")));
        }
        if (contacts.isEmpty()) {
            throw new MalformedJsonException("member 'contacts' is empty");
        }
        return contacts;
    }

    private static RingPlan plan(JsonObject json) throws MalformedJsonException {
        return new RingPlan(
                Duration.ofSeconds(
                        json.integer("ringSeconds", RingPlan.SHORTEST.toSeconds(), RingPlan.LONGEST.toSeconds())),
                json.value("whenBusy", LocationDocument::treatment),
                json.value("whenUnanswered", LocationDocument::treatment),
                json.value("whenDeclined", LocationDocument::treatment),
                json.value("whenNotRegistered", LocationDocument::treatment));
    }
}
