package org.ssms.location;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The {@link CallSettings} of one subscriber as the database keeps them. */
@Entity
@Table(name = "call_settings")
class SettingsRow {
    @Id
    @Column(name = "subscriber")
    private String subscriber;

    @Column(name = "out_of_office_from")
    private @Nullable Instant outOfOfficeFrom;

    @Column(name = "out_of_office_until")
    private @Nullable Instant outOfOfficeUntil;

    @Column(name = "do_not_disturb")
    private boolean doNotDisturb;

    @Column(name = "ring_seconds")
    private int ringSeconds;

    @Column(name = "when_busy")
    @Enumerated(EnumType.STRING)
    private Treatment whenBusy;

    @Column(name = "when_unanswered")
    @Enumerated(EnumType.STRING)
    private Treatment whenUnanswered;

    @Column(name = "when_declined")
    @Enumerated(EnumType.STRING)
    private Treatment whenDeclined;

    @Column(name = "when_not_registered")
    @Enumerated(EnumType.STRING)
    private Treatment whenNotRegistered;

    protected SettingsRow() {}

    @SuppressWarnings("NullAway.Init") // change fills the rest
    SettingsRow(String subscriber) {
        this.subscriber = subscriber;
    }

    final SettingsRow change(CallSettings settings) {
        OutOfOffice away = settings.outOfOffice();
        outOfOfficeFrom = away == null ? null : away.from();
        outOfOfficeUntil = away == null ? null : away.until();
        doNotDisturb = settings.doNotDisturb();
        RingPlan plan = settings.plan();
        ringSeconds = (int) plan.ringTime().toSeconds();
        whenBusy = plan.whenBusy();
        whenUnanswered = plan.whenUnanswered();
        whenDeclined = plan.whenDeclined();
        whenNotRegistered = plan.whenNotRegistered();
        return this;
    }

    CallSettings settings() {
        return new CallSettings(
                outOfOfficeFrom == null ? null : new OutOfOffice(outOfOfficeFrom, outOfOfficeUntil),
                doNotDisturb,
                new RingPlan(
                        Duration.ofSeconds(ringSeconds), whenBusy, whenUnanswered, whenDeclined, whenNotRegistered));
    }
}
