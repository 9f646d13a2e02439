package org.ssms.it.server;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;

/** What the license server has answered, to be compared. */
public final class Answers {
    private Answers() {}

    /** Status, and the body of a 200 or the type of the problem. */
    public static String told(HttpResponse<String> response) throws ParseException {
        return response.statusCode() == 200 ? "200 " + response.body() : withoutBody(response);
    }

    /** Status, and the rights of a license or the type of the problem. */
    public static String rightsOf(HttpResponse<String> license) throws ParseException {
        return license.statusCode() == 200
                ? "200 " + JSONObjectUtils.getJSONObject(JSONObjectUtils.parse(license.body()), "rights")
                : told(license);
    }

    /** Status, and the type of the problem. */
    public static String withoutBody(HttpResponse<String> response) throws ParseException {
        return response.statusCode() / 100 == 2
                ? String.valueOf(response.statusCode())
                : response.statusCode() + " "
                        + JSONObjectUtils.getString(JSONObjectUtils.parse(response.body()), "type");
    }

    /** Everything of a response that its receiver sees, but the time. */
    public static Map<String, Object> seen(HttpResponse<String> response) {
        Map<String, Object> answer = new HashMap<>(response.headers().map());
        answer.keySet().removeIf(name -> name.equalsIgnoreCase("date"));
        answer.put("status", response.statusCode());
        answer.put("body", response.body());
        return answer;
    }
}
