package org.ssms.call;

import static java.lang.System.Logger.Level.ERROR;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.mailbox.HoldersUnknownException;
import org.ssms.mailbox.StoredMessage;
import org.ssms.mailbox.Streams;
import org.ssms.mailbox.UserName;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.sdp.StreamNegotiator;
import org.ssms.protect.drm.DrmSystems;

/**
 * Decides what an INVITE for the stream of a message is answered. Methods may be called by any thread; they wait for
 * the database, and for the license server when the message is not in the reader's own mailbox.
 */
@Singleton
public class StreamDesk {
    private static final System.Logger LOG = System.getLogger(StreamDesk.class.getName());

    private final CallDesk desk;
    private final Door door;
    private final Facilities facilities;
    private final Streams streams;
    private final DrmSystems systems;
    private final StreamConfig config;
    private final SecureRandom random;

    @Inject
    StreamDesk(
            CallDesk desk,
            Door door,
            Facilities facilities,
            Streams streams,
            DrmSystems systems,
            StreamConfig config,
            SecureRandom random) {
        this.desk = desk;
        this.door = door;
        this.facilities = facilities;
        this.streams = streams;
        this.systems = systems;
        this.config = config;
        this.random = random;
    }

    /**
     * With an {@link CallOutcome.Answer} there is a call until one of its sides ends it. A message that is not there,
     * one that is somebody else's, and another name than that of its reader, are answered alike.
     *
     * @param offer session description, null when the INVITE has none
     */
    public CallOutcome invited(Invitation invitation, StreamRequest wanted, byte @Nullable [] offer, CallLeg leg) {
        Admission.Entry entry = door.enterToListen(invitation.asker(), "streamed to " + wanted.reader());
        if (entry instanceof Admission.Refused refused) {
            return desk.refuse(refused.why());
        }
        Arrival arrival = new Arrival(invitation, ((Admission.Admitted) entry).place(), leg);
        CallOutcome outcome = CallDesk.orLeave(arrival, () -> answer(arrival, wanted, offer));
        if (outcome instanceof CallOutcome.Answer) {
            facilities.statistics().countAnswered();
        }
        return outcome;
    }

    private CallOutcome answer(Arrival arrival, StreamRequest wanted, byte @Nullable [] offer) {
        Optional<StoredMessage> found;
        try {
            found = find(wanted);
        } catch (HoldersUnknownException e) {
            return desk.refuse(Refusal.HOLDERS_UNKNOWN);
        } catch (IOException e) {
            LOG.log(ERROR, "SSMS-1303 message {0} cannot be streamed: {1}", wanted.message(), e);
            return desk.refuse(Refusal.UNREADABLE_MESSAGE);
        }
        if (found.isEmpty()) {
            return desk.refuse(Refusal.UNKNOWN_MESSAGE);
        }
        StoredMessage message = found.get();
        return desk.answer(
                arrival,
                offer,
                call -> new StreamNegotiator(
                        call.localAddress(), call.localPort(), CallMedia.sessionId(random), terms(message)),
                media -> new StreamingCall(arrival, media, facilities, message));
    }

    private Optional<StoredMessage> find(StreamRequest wanted) throws IOException {
        boolean isHis = UserName.parse(wanted.named())
                .flatMap(name -> facilities.subscribers().apply(name.value()))
                .filter(wanted.reader()::equals)
                .isPresent();
        return isHis ? streams.find(wanted.reader(), wanted.message()) : Optional.empty();
    }

    private StreamNegotiator.Terms terms(StoredMessage message) {
        return new StreamNegotiator.Terms(
                AudioCodec.valueOf(message.format().name()),
                message.length(),
                StreamMethods.of(systems, config, config.least()),
                config.noCommonDrm() == StreamConfig.NoCommonDrm.DECLINED);
    }
}
