package org.ssms.sip.container.stack;

import java.util.Properties;
import org.ssms.sip.container.config.SipContainerConfig;
import org.ssms.sip.container.config.TlsConfig;
import org.ssms.sip.container.config.TlsConfig.StoreFile;

/** What JAIN SIP is told when it starts, and why. */
final class StackProperties {
    /** Largest message in bytes: a body of 64 KiB and its headers fit, a larger one closes the connection. */
    static final int MAX_MESSAGE_SIZE = 96 * 1024;

    private static final String PREFIX = "gov.nist.javax.sip.";
    private static final int STACK_THREADS = 16;

    /** Twice 64*T1. */
    private static final int TRANSACTION_SECONDS = 64;

    /** More than any ringing, which ends after two minutes, or a proxy's Timer C. */
    private static final int INVITE_SECONDS = 600;

    private static final String CIPHERS = String.join(
            ",",
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

    private final Properties properties = new Properties();

    private StackProperties() {}

    static Properties of(SipContainerConfig config) {
        StackProperties stack = new StackProperties();
        stack.properties.setProperty("javax.sip.STACK_NAME", "org.ssms.sip.container");
        stack.properties.setProperty("javax.sip.ROUTER_PATH", FlowRouter.class.getName());
        stack.dialogs();
        stack.threadsAndLimits();
        stack.logging();
        stack.tls();
        config.tls().ifPresent(stack::stores);
        return stack.properties;
    }

    /** The dispatcher makes dialogs itself, as it must see forked and proxied ones. */
    private void dialogs() {
        properties.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
        set("AUTOMATIC_DIALOG_ERROR_HANDLING", "false");
        set("LOOSE_DIALOG_VALIDATION", "true");
        set("DELIVER_UNSOLICITED_NOTIFY", "true");
        set("MAX_FORK_TIME_SECONDS", "0");
        set("AGGRESSIVE_CLEANUP", "true");
        // otherwise every redirected or refused call keeps its session until it times out
        set("PASS_INVITE_NON_2XX_ACK_TO_LISTENER", "false");
    }

    private void threadsAndLimits() {
        set("REENTRANT_LISTENER", "true");
        set("THREAD_POOL_SIZE", Integer.toString(STACK_THREADS));
        set("TCP_POST_PARSING_THREAD_POOL_SIZE", Integer.toString(STACK_THREADS));
        set("MESSAGE_PROCESSOR_FACTORY", ConnectorFactory.class.getName());
        set("MESSAGE_PARSER_FACTORY", StrictParserFactory.class.getName());
        set("TIMER_CLASS_NAME", StackTimer.class.getName());
        // upstream drops what repeats the number of the last request in a dialog, and keeps its transaction for ever
        set("MAX_TX_LIFETIME_NON_INVITE", Integer.toString(TRANSACTION_SECONDS));
        set("MAX_TX_LIFETIME_INVITE", Integer.toString(INVITE_SECONDS));
        set("MAX_MESSAGE_SIZE", Integer.toString(MAX_MESSAGE_SIZE));
    }

    private void logging() {
        set("TRACE_LEVEL", "0");
        set("STACK_LOGGER", StackLog.class.getName());
        set("SERVER_LOGGER", SilentServerLog.class.getName());
    }

    /** The stack's own lists are from 2008. */
    private void tls() {
        set("SECURITY_MANAGER_PROVIDER", TlsMaterial.class.getName());
        set("TLS_CLIENT_AUTH_TYPE", "Disabled");
        set("TLS_CLIENT_PROTOCOLS", "TLSv1.3,TLSv1.2");
        set("ENABLED_CIPHER_SUITES", CIPHERS);
    }

    private void stores(TlsConfig tls) {
        store(SipContainerConfig.TLS_KEYSTORE, tls.keystore());
        tls.truststore().ifPresent(store -> store(SipContainerConfig.TLS_TRUSTSTORE, store));
        set(
                "TLS_CLIENT_AUTH_TYPE",
                switch (tls.clientAuth()) {
                    case NONE -> "Disabled";
                    case WANT -> "Want";
                    case NEED -> "Enabled";
                });
    }

    private void store(String key, StoreFile store) {
        properties.setProperty(key, store.file().toString());
        properties.setProperty(key + TlsMaterial.TYPE, store.type());
        properties.setProperty(
                key + TlsMaterial.PASSWORD_FILE, store.passwordFile().toString());
    }

    private void set(String name, String value) {
        properties.setProperty(PREFIX + name, value);
    }
}
