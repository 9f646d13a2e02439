package org.ssms.it.server;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.text.ParseException;
import org.ssms.protect.key.MessageId;

/** A message of which a subscriber has some plays, and what his player does with them, by the wire format. */
public final class Leased {
    private static final String LICENSE = "/license/v1";

    private final Subscriber owner;
    private final MessageId message;

    private Leased(Subscriber owner, MessageId message) {
        this.owner = owner;
        this.message = message;
    }

    /** Leaves a message that may be played so often. */
    public static Leased of(SsmsServer server, Subscriber owner, int plays) throws IOException, ParseException {
        return of(owner, MediaNode.of(server).leave(owner.name()).id(), plays);
    }

    /** A message that is there, from now on with so many plays. */
    public static Leased of(Subscriber owner, MessageId message, int plays) throws IOException, ParseException {
        Leased leased = new Leased(owner, message);
        leased.limit(plays);
        return leased;
    }

    public MessageId message() {
        return message;
    }

    /** Has the owner limit the plays that are left. */
    public void limit(int plays) throws IOException, ParseException {
        HttpResponse<String> response = owner.json("PUT", rights(), owner.session(), "{\"plays\":" + plays + "}");
        if (response.statusCode() != 200) {
            throw new IOException(response.statusCode() + " " + response.body());
        }
    }

    /** The lease of a new license; or status and problem type. */
    public String license() throws IOException, ParseException {
        return license(owner);
    }

    public String license(Subscriber player) throws IOException, ParseException {
        HttpResponse<String> response = player.license(message.value());
        return response.statusCode() == 200
                ? JSONObjectUtils.getString(JSONObjectUtils.parse(response.body()), "lease")
                : Answers.withoutBody(response);
    }

    /** Status, and the type of the problem. */
    public String report(String lease, String what) throws IOException, ParseException {
        return report(owner, lease, what);
    }

    public String report(Subscriber player, String lease, String what) throws IOException, ParseException {
        return Answers.withoutBody(player.post(LICENSE + "/leases/" + lease + "/" + what, player.session()));
    }

    /** The owner's plays. */
    public int left() throws IOException, ParseException {
        return JSONObjectUtils.getInt(
                JSONObjectUtils.parse(owner.get(rights(), owner.session()).body()), "plays");
    }

    private String rights() {
        return LICENSE + "/messages/" + message + "/rights";
    }
}
