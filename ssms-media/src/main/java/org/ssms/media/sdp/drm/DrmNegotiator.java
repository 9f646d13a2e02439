package org.ssms.media.sdp.drm;

import java.util.List;
import java.util.Optional;

/**
 * Answers offers: answer <i>i</i> to offer <i>i</i>, in their order. What is supported is echoed as it was offered,
 * with the address of its license server; anything else is answered {@link DrmAttribute#ZERO}. Immutable.
 */
public final class DrmNegotiator {
    private final List<DrmMethod> methods;

    /** Of several methods of one type and transport the first counts. */
    public DrmNegotiator(List<DrmMethod> methods) {
        this.methods = List.copyOf(methods);
    }

    /** As many answers as offers. */
    public List<DrmAttribute> answer(List<DrmAttribute> offers) {
        return offers.stream().map(this::answer).toList();
    }

    private DrmAttribute answer(DrmAttribute offer) {
        return method(offer)
                .map(method -> new DrmAttribute(offer.type(), method.address(), method.port(), offer.transport()))
                .orElse(DrmAttribute.ZERO);
    }

    /** How strong the protection is of the offer that the other side has to use, the first that is supported; or -1. */
    public int strength(List<DrmAttribute> offers) {
        return offers.stream()
                .flatMap(offer -> method(offer).stream())
                .mapToInt(DrmMethod::strength)
                .findFirst()
                .orElse(-1);
    }

    private Optional<DrmMethod> method(DrmAttribute offer) {
        return methods.stream()
                .filter(method -> offer.isOf(method.type(), method.transport()))
                .findFirst();
    }
}
