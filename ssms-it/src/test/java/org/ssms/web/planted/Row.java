package org.ssms.web.planted;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** A table row among the pages, open to everybody. */
@Entity
public class Row {
    @Id
    private long number;

    public void setNumber(long number) {
        this.number = number;
    }

    public long getNumber() {
        return number;
    }
}
