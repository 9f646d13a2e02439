package org.ssms.license.ldap;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.web.Connections;
import org.ssms.guard.web.Connections.Ends;

/**
 * An accepted connection as the SDK sees it: at first in clear, and TLS from {@link #secure} on. Its own StartTLS would
 * ask the DNS for the client's name, and no longer limit the length of requests. {@link #abort} may be called by any
 * thread.
 */
class LdapSocket extends Socket {
    private final Socket accepted;
    private final Ends ends;
    private final LdapTls tls;
    private final Connections connections;
    private final Requests requests;
    private final OutputStream answers = new Answers();
    private volatile OutputStream out;
    private volatile @Nullable SSLSocket secured;

    LdapSocket(Socket accepted, Ends ends, LdapTls tls, Connections connections) throws IOException {
        this.accepted = accepted;
        this.ends = ends;
        this.tls = tls;
        this.connections = connections;
        this.requests = new Requests(accepted.getInputStream());
        this.out = accepted.getOutputStream();
    }

    /** All that is read and written from now on is TLS. By the thread that reads. */
    void secure() throws IOException {
        SSLSocket socket = tls.over(accepted);
        goOnWith(socket.getInputStream(), socket.getOutputStream());
        secured = socket;
    }

    /** @throws IOException when something is left of a request that came before */
    final void goOnWith(InputStream further, OutputStream answers) throws IOException {
        requests.goOnWith(further);
        out = answers;
    }

    /** Whether the decoder has taken all of the request: what it leaves it would read as the next one. */
    boolean isReadOut() {
        return requests.available() == 0;
    }

    /** Forgets what was not decoded. By the thread that reads. */
    void forget() {
        requests.wipe();
    }

    boolean isSecured() {
        return secured != null;
    }

    /** The client's own first; empty: it has shown none. */
    List<X509Certificate> certificates() {
        SSLSocket socket = secured;
        if (socket == null) {
            return List.of();
        }
        try {
            return Arrays.stream(socket.getSession().getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    /** A whole request is there, and its time begins. */
    void began() {
        connections.began(ends, this);
    }

    void ended() {
        connections.ended(ends, this);
    }

    /** Ends it at once, and without a word: whoever waits for the other end waits no more. */
    void abort() {
        try {
            accepted.close();
        } catch (IOException e) {
            // then it is closed
        }
    }

    @Override
    public synchronized void close() throws IOException {
        SSLSocket socket = secured;
        try {
            if (socket != null) {
                socket.close();
            }
        } finally {
            accepted.close();
        }
    }

    @Override
    public boolean isClosed() {
        return accepted.isClosed();
    }

    @Override
    public InputStream getInputStream() {
        return requests;
    }

    @Override
    public OutputStream getOutputStream() {
        return answers;
    }

    private final class Answers extends OutputStream {
        @Override
        public void write(int octet) throws IOException {
            out.write(octet);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            out.write(octets, offset, length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }

    @Override
    public InetAddress getInetAddress() {
        return ends.peer().getAddress();
    }

    @Override
    public int getPort() {
        return ends.peer().getPort();
    }

    @Override
    public InetAddress getLocalAddress() {
        return ends.local().getAddress();
    }

    @Override
    public int getLocalPort() {
        return ends.local().getPort();
    }

    @Override
    public void setKeepAlive(boolean on) throws SocketException {
        accepted.setKeepAlive(on);
    }

    @Override
    public void setReuseAddress(boolean on) {
        // says nothing of a connection
    }

    @Override
    public void setSoLinger(boolean on, int seconds) throws SocketException {
        accepted.setSoLinger(on, seconds);
    }

    @Override
    public synchronized void setSoTimeout(int millis) throws SocketException {
        accepted.setSoTimeout(millis);
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        accepted.setTcpNoDelay(on);
    }
}
