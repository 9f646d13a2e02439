package org.ssms.media.sdp.drm;

import java.util.List;
import java.util.Optional;

/** What who has offered makes of the answers. */
public final class DrmChoice {
    private DrmChoice() {}

    /**
     * The first answer that is not zero: the license server to ask, and how. Empty when nothing is in common.
     *
     * @throws MalformedDrmException when they do not answer those offers, one by one
     */
    public static Optional<DrmAttribute> of(List<DrmAttribute> offers, List<DrmAttribute> answers)
            throws MalformedDrmException {
        if (answers.size() != offers.size()) {
            throw new MalformedDrmException("as many answers as offers are needed");
        }
        for (int i = 0; i < offers.size(); i++) {
            check(offers.get(i), answers.get(i));
        }
        return answers.stream().filter(answer -> !answer.isZero()).findFirst();
    }

    private static void check(DrmAttribute offer, DrmAttribute answer) throws MalformedDrmException {
        if (answer.isZero()) {
            return;
        }
        if (!answer.isOf(offer.type(), offer.transport())) {
            throw new MalformedDrmException("an answer to something else");
        }
        if (answer.address().equals("0") || answer.port() == 0) {
            throw new MalformedDrmException("an answer without the address of a license server");
        }
    }
}
