package org.ssms.sip.container.stack;

import gov.nist.javax.sip.ListeningPointExt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TooManyListenersException;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.SipStack;
import org.mobicents.servlet.sip.SipConnector;
import org.mobicents.servlet.sip.core.ExtendedListeningPoint;
import org.mobicents.servlet.sip.core.SipApplicationDispatcher;
import org.ssms.sip.container.config.ConnectorConfig;
import org.ssms.sip.container.config.InvalidConfigException;
import org.ssms.sip.container.config.SipContainerConfig;

/** The open connectors of one stack, in the order of the configuration. */
final class Connectors {
    private static final System.Logger LOG = System.getLogger(Connectors.class.getName());

    private final SipStack stack;
    private final SipApplicationDispatcher dispatcher;
    private final Map<ConnectorConfig, ExtendedListeningPoint> open = new LinkedHashMap<>();

    Connectors(SipStack stack, SipApplicationDispatcher dispatcher) {
        this.stack = stack;
        this.dispatcher = dispatcher;
    }

    /**
     * Opens the port. After {@code dispatcher.start()}: a connector added before it makes the dispatcher ignore the
     * start.
     */
    synchronized void open(ConnectorConfig config) {
        try {
            ExtendedListeningPoint point = listen(config);
            open.put(config, point);
            dispatcher.getSipNetworkInterfaceManager().addExtendedListeningPoint(point);
        } catch (SipException | InvalidArgumentException | IOException | TooManyListenersException e) {
            throw new InvalidConfigException(
                    SipContainerConfig.CONNECTORS, config + " cannot be opened: " + rootMessage(e), e);
        }
        LOG.log(System.Logger.Level.INFO, "SIP listens on {0}", config);
    }

    private ExtendedListeningPoint listen(ConnectorConfig config)
            throws SipException, InvalidArgumentException, IOException, TooManyListenersException {
        SipConnector connector = new SipConnector();
        connector.setIpAddress(config.address());
        connector.setPort(config.port());
        connector.setTransport(config.transport().token());
        ListeningPointExt point = (ListeningPointExt) stack.createListeningPoint(
                config.address(), config.port(), config.transport().token());
        ExtendedListeningPoint extended = new ExtendedListeningPoint(provider(config, point), point, connector);
        extended.setUseStaticAddress(false);
        return extended;
    }

    /** UDP and TCP on one address and port share a provider, so that a dialog may change between them. */
    private SipProvider provider(ConnectorConfig config, ListeningPoint point)
            throws SipException, TooManyListenersException {
        for (Map.Entry<ConnectorConfig, ExtendedListeningPoint> other : open.entrySet()) {
            if (other.getKey().address().equals(config.address())
                    && other.getKey().port() == config.port()) {
                SipProvider shared = other.getValue().getSipProvider();
                shared.addListeningPoint(point);
                return shared;
            }
        }
        SipProvider provider = stack.createSipProvider(point);
        provider.addSipListener(dispatcher);
        return provider;
    }

    synchronized void closeAll() {
        for (ExtendedListeningPoint point : new ArrayList<>(open.values())) {
            try {
                close(point);
            } catch (SipException | RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "a SIP connector does not close: " + rootMessage(e));
            }
        }
        open.clear();
    }

    private void close(ExtendedListeningPoint point) throws SipException {
        SipProvider provider = point.getSipProvider();
        dispatcher.getSipNetworkInterfaceManager().removeExtendedListeningPoint(point);
        if (provider.getListeningPoints().length == 1) {
            provider.removeSipListener(dispatcher);
            stack.deleteSipProvider(provider);
        } else {
            provider.removeListeningPoint(point.getListeningPoint());
        }
        stack.deleteListeningPoint(point.getListeningPoint());
    }

    synchronized List<ConnectorConfig> opened() {
        return List.copyOf(open.keySet());
    }

    synchronized SipConnector[] sipConnectors() {
        return open.values().stream()
                .map(ExtendedListeningPoint::getSipConnector)
                .toArray(SipConnector[]::new);
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
