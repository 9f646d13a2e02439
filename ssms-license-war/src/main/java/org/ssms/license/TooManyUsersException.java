package org.ssms.license;

/** A list among the users of some rights has so many members that they would name more people than rights may. */
public class TooManyUsersException extends Exception {
    private static final long serialVersionUID = 1;

    TooManyUsersException() {
        super("more users than rights may name");
    }
}
