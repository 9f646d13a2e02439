package org.ssms.call.menu;

/** What can be answered by a number. */
public enum Question {
    /** How often the message may be heard. */
    PLAYS("plays", "ask-plays", 1, 999),
    /** For how many days it is valid. */
    DAYS("days", "ask-days", 1, 999);

    private final String word;
    private final String prompt;
    private final int least;
    private final int most;

    Question(String word, String prompt, int least, int most) {
        this.word = word;
        this.prompt = prompt;
        this.least = least;
        this.most = most;
    }

    /** As a menu file names it. */
    String word() {
        return word;
    }

    public String prompt() {
        return prompt;
    }

    public boolean allows(int answer) {
        return answer >= least && answer <= most;
    }

    /** Digits of the longest answer. */
    public int digits() {
        return Integer.toString(most).length();
    }
}
