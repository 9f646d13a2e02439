package org.ssms.call.menu;

/** A menu that cannot be used. The message says where and why. */
final class MalformedMenuException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedMenuException(String menu, int line, String why) {
        super(menu + ".menu, line " + line + ": " + why);
    }
}
