package org.ssms.location;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A telephone number or an alias of a subscriber, in the form that {@link NumberPlan#canonical} gives. */
@Entity
@Table(name = "subscriber_address")
class SubscriberAddress {
    @Id
    @Column(name = "address")
    private String address;

    @Column(name = "subscriber")
    private String subscriber;

    protected SubscriberAddress() {}

    SubscriberAddress(String address, String subscriber) {
        this.address = address;
        this.subscriber = subscriber;
    }
}
