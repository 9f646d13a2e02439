package org.ssms.call;

import static org.ssms.base.config.ConfigValues.require;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.ssms.base.config.ConfigValues;
import org.ssms.base.net.AddressBlock;
import org.ssms.media.sdp.SrtpPolicy;

/**
 * What an operator may set about calls.
 *
 * @param srtp whether media may, must or cannot be encrypted (RFC 4568)
 * @param language of the spoken prompts
 * @param prompts folder with the operator's own, or null
 * @param menus the same of menus
 * @param callBack whom listeners may call back by phone
 */
public record CallConfig(
        Limits limits,
        Quota quota,
        Rtp rtp,
        SrtpPolicy srtp,
        Locale language,
        @Nullable Path prompts,
        @Nullable Path menus,
        AllowList callBack) {
    static final String RTP_BIND = "ssms.rtp.bind";
    static final String ELSEWHERE = "ssms.rtp.elsewhere";
    static final String LANGUAGE = "ssms.greeting.language";
    private static final String PROMPTS = "ssms.prompts.directory";
    private static final String CALL_BACK = "ssms.phone.call-back";
    private static final String MENUS = "ssms.menus.directory";

    public static CallConfig from(ConfigValues in) {
        return new CallConfig(
                Limits.from(in),
                new Quota(
                        in.number("ssms.quota.messages-per-source", 1, 1_000_000),
                        in.number("ssms.quota.messages-per-user-and-source", 1, 1_000_000)),
                Rtp.from(in),
                in.choice("ssms.srtp", SrtpPolicy.class),
                in.language(LANGUAGE),
                folder(in, PROMPTS),
                folder(in, MENUS),
                AllowList.parse(CALL_BACK, in.words(CALL_BACK)));
    }

    private static @Nullable Path folder(ConfigValues in, String key) {
        Path folder = in.pathOrNone(key);
        require(
                folder == null || (Files.isDirectory(folder) && Files.isReadable(folder)),
                key,
                "must be a folder that can be read, was " + folder);
        return folder;
    }

    /**
     * What the node takes on.
     *
     * @param max calls at once
     * @param retryAfter what a refused caller is told to wait
     * @param maxPerUser calls at once into one mailbox
     * @param maxHalfOpen calls of strangers at once whose ACK is not there yet
     * @param sourceShare how much of each of these one source may have, in percent
     * @param maxLoad lateness of the media loops above which no call is taken
     */
    public record Limits(
            int max, Duration retryAfter, int maxPerUser, int maxHalfOpen, int sourceShare, Duration maxLoad) {
        static Limits from(ConfigValues in) {
            return new Limits(
                    in.number("ssms.calls.max", 1, 1_000_000),
                    Duration.ofSeconds(in.number("ssms.calls.retry-after", 1, 3600)),
                    in.number("ssms.calls.max-per-user", 1, 1_000_000),
                    in.number("ssms.calls.max-half-open", 1, 1_000_000),
                    in.number("ssms.calls.source-share", 1, 100),
                    in.duration("ssms.calls.max-load"));
        }

        /** What one source may have of {@code whole}, at least 1. */
        int shareOf(int whole) {
            return (int) Math.max(1, (long) whole * sourceShare / 100);
        }
    }

    /**
     * What is too much in an hour.
     *
     * @param messagesPerSource messages of one caller into all mailboxes
     * @param messagesPerUserAndSource messages of one caller into one mailbox
     */
    public record Quota(int messagesPerSource, int messagesPerUserAndSource) {}

    /**
     * The media ports.
     *
     * @param bind real addresses of this host, one or one of each family
     * @param loops number of media loops, at least 1
     * @param elsewhere hosts that signal calls whose sound goes to whatever host their SDP names
     */
    public record Rtp(List<InetAddress> bind, int portMin, int portMax, int loops, List<AddressBlock> elsewhere) {
        static Rtp from(ConfigValues in) {
            int min = in.number("ssms.rtp.port-min", 1024, ConfigValues.MAX_PORT);
            int max = in.number("ssms.rtp.port-max", 1024, ConfigValues.MAX_PORT);
            require(min % 2 == 0, "ssms.rtp.port-min", "must be even (RFC 3550 section 11), was " + min);
            require(min < max, "ssms.rtp.port-max", "must be above ssms.rtp.port-min, was " + max);
            int loops = in.number("ssms.rtp.loops", 0, 256);
            return new Rtp(
                    in.addresses(RTP_BIND),
                    min,
                    max,
                    loops == 0 ? Runtime.getRuntime().availableProcessors() : loops,
                    in.addressBlocks(ELSEWHERE));
        }

        /**
         * Whether calls signalled from {@code host} are believed where their sound is to go, before any comes from
         * there.
         */
        boolean maySendElsewhere(InetAddress host) {
            return elsewhere.stream().anyMatch(block -> block.contains(host));
        }
    }
}
