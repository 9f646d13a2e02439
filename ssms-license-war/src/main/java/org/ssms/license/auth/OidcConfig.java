package org.ssms.license.auth;

import static org.ssms.base.config.ConfigValues.require;

import java.net.URI;
import java.util.Optional;
import org.ssms.base.config.ConfigValues;
import org.ssms.base.http.ServerAddress;

/**
 * The one issuer of ID tokens that is believed (OpenID Connect Core 1.0 §2).
 *
 * @param issuer claim {@code iss}
 * @param audience one of claim {@code aud}
 * @param keys its JWK set: https, http to the own host, or a file
 * @param userClaim whose value is the name of an account; only {@code sub} never changes hands (§5.7)
 */
public record OidcConfig(String issuer, String audience, URI keys, String userClaim) {
    static final String ISSUER = "ssms.license.oidc.issuer";
    static final String AUDIENCE = "ssms.license.oidc.audience";
    static final String JWKS = "ssms.license.oidc.jwks";
    static final String USER = "ssms.license.oidc.user";

    /** Empty when no issuer is named. */
    public static Optional<OidcConfig> from(ConfigValues in) {
        return in.list(ISSUER).isEmpty()
                ? Optional.empty()
                : Optional.of(new OidcConfig(in.text(ISSUER), in.text(AUDIENCE), keys(in), in.text(USER)));
    }

    private static URI keys(ConfigValues in) {
        if (!in.text(JWKS).contains("://")) {
            return in.readableFile(JWKS).toUri();
        }
        URI url = in.httpUrl(JWKS);
        require(ServerAddress.isPrivate(url), JWKS, "must be https, http to the own host, or a file");
        return url;
    }
}
