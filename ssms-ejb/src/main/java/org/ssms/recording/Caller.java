package org.ssms.recording;

/**
 * Who leaves a message, as the call claims it. Control and formatting characters are removed, what is too long is cut:
 * the values only describe.
 *
 * @param address SIP or tel URI
 * @param name display name, may be empty
 * @param dialog the SIP dialog, for the audit
 */
public record Caller(String address, String name, String dialog) {
    private static final int MAX_ADDRESS = 255;
    private static final int MAX_NAME = 64;
    private static final int MAX_DIALOG = 600;

    public Caller {
        address = clean(address, MAX_ADDRESS);
        name = clean(name, MAX_NAME);
        dialog = clean(dialog, MAX_DIALOG);
    }

    private static String clean(String text, int maxChars) {
        // \p{C}: control, format (such as direction overrides), lone surrogates, unassigned
        String printable = text.replaceAll("\\p{C}", "").strip();
        if (printable.length() <= maxChars) {
            return printable;
        }
        boolean splitsPair = Character.isHighSurrogate(printable.charAt(maxChars - 1));
        return printable.substring(0, splitsPair ? maxChars - 1 : maxChars);
    }
}
