package org.ssms.web.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.mailbox.UserName;
import org.ssms.protect.license.KeyDeposit;

/** Who is to be on a list: {@code {"members":["alice","bob"]}}. */
final class ListMembers {
    private static final String MEMBERS = "members";
    private static final int MAX_CHARS = 16 * 1024;
    private static final int MAX_NAME = 64;

    private ListMembers() {}

    /** At least one, none twice. */
    static List<UserName> read(String text) throws MalformedJsonException {
        JsonObject json = JsonObject.parse(text, MAX_CHARS);
        json.onlyMembers(Set.of(MEMBERS));
        List<UserName> members = new ArrayList<>();
        for (String name : json.texts(MEMBERS, KeyDeposit.MAX_MEMBERS, MAX_NAME)) {
            UserName member = UserName.parse(name)
                    .orElseThrow(() -> new MalformedJsonException("member 'members' has what is no user name"));
            if (members.contains(member)) {
                throw new MalformedJsonException("member 'members' has somebody twice");
            }
            members.add(member);
        }
        if (members.isEmpty()) {
            throw new MalformedJsonException("member 'members' names nobody");
        }
        return members;
    }
}
