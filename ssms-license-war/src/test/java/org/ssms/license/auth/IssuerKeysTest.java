package org.ssms.license.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.ssms.base.test.SettableClock;

class IssuerKeysTest {
    @Test
    void who_is_interrupted_while_he_waits_for_the_issuer_leaves_it_to_the_next() throws Exception {
        JWK key = new ECKeyGenerator(Curve.P_256).keyID("ec").generate().toPublicJWK();
        byte[] jwks = new JWKSet(key).toString().getBytes(UTF_8);
        HttpServer issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, jwks.length);
            exchange.getResponseBody().write(jwks);
            exchange.close();
        });
        issuer.start();
        try {
            IssuerKeys keys = new IssuerKeys(
                    URI.create("http://localhost:" + issuer.getAddress().getPort() + "/jwks"), new SettableClock());
            Thread.currentThread().interrupt();
            IssuerKeys.Answer interrupted = keys.find("ec");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(interrupted).as("no word about the key").isInstanceOf(IssuerKeys.Unknown.class);
            assertThat(keys.find("ec")).isEqualTo(new IssuerKeys.Found(key));
        } finally {
            issuer.stop(0);
        }
    }
}
