package org.ssms.media.planted;

import jakarta.mail.Session;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Random;
import javax.crypto.Cipher;
import javax.servlet.planted.SipServlet;
import org.jspecify.annotations.Nullable;
import org.ssms.license.planted.Insider;
import org.ssms.protect.key.KeyUse;
import org.ssms.web.planted.Row;

/** A media class that does everything it must not. */
public class Offender {
    static int counter;

    @Nullable
    Session session;

    @Nullable
    SipServlet servlet;

    @Nullable
    Row row;

    @Nullable
    Insider insider;

    KeyUse use = KeyUse.CENC;

    Cipher cipher() throws GeneralSecurityException {
        counter++;
        return Cipher.getInstance("AES/CTR/NoPadding");
    }

    Instant whenever() {
        return Instant.now();
    }

    int any() {
        return new Random().nextInt();
    }
}
