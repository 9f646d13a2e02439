package org.ssms.license.audit;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Collection;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.ssms.base.http.BoundedHttp;
import org.ssms.protect.key.Sha256;

/**
 * A time-stamping authority (RFC 3161), asked over HTTP (§3.4). What it is shown is a hash. Whether it is one to be
 * believed is for who looks at the timestamp later; here is seen that the answer is one, and about what was asked.
 * Thread-safe.
 */
final class TimestampAuthority {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** In base64 it fits into the column. */
    private static final int MAX_BYTES = 24_000;

    private static final int NONCE_BITS = 64;

    private final URI address;
    private final SecureRandom random;
    private final BoundedHttp http = new BoundedHttp(PATIENCE, MAX_BYTES, null);

    TimestampAuthority(URI address, SecureRandom random) {
        this.address = address;
        this.random = random;
    }

    /**
     * Has these bytes stamped.
     *
     * @return the response in DER, with the certificate of who has signed it
     * @throws IOException when there is no answer, a refusal, or one that is not about these bytes
     */
    byte[] stamp(byte[] data) throws IOException, InterruptedException {
        TimeStampRequestGenerator requests = new TimeStampRequestGenerator();
        requests.setCertReq(true);
        TimeStampRequest request =
                requests.generate(TSPAlgorithms.SHA256, Sha256.of(data), new BigInteger(NONCE_BITS, random));
        HttpResponse<byte[]> answer = http.send(HttpRequest.newBuilder(address)
                .header("Content-Type", "application/timestamp-query")
                .header("Accept", "application/timestamp-reply")
                .POST(BodyPublishers.ofByteArray(request.getEncoded()))
                .build());
        if (answer.statusCode() != 200) {
            throw new IOException("status " + answer.statusCode());
        }
        try {
            check(request, new TimeStampResponse(answer.body()));
        } catch (TSPException | OperatorCreationException | CertificateException | RuntimeException e) {
            // unchecked ones come of what is no ASN.1
            throw new IOException("no timestamp of what was sent: " + e.getMessage(), e);
        }
        return answer.body();
    }

    private static void check(TimeStampRequest request, TimeStampResponse response)
            throws TSPException, OperatorCreationException, CertificateException {
        response.validate(request); // what it is about, the nonce, that it has a certificate
        TimeStampToken token = response.getTimeStampToken();
        if (token == null) {
            throw new TSPException("refused, status " + response.getStatus());
        }
        token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer(token)));
    }

    @SuppressWarnings("unchecked") // the id of a signer selects certificates, and does not say so by its type
    private static X509CertificateHolder signer(TimeStampToken token) throws TSPException {
        Collection<X509CertificateHolder> found = token.getCertificates().getMatches(token.getSID());
        return found.stream().findFirst().orElseThrow(() -> new TSPException("without a certificate"));
    }
}
