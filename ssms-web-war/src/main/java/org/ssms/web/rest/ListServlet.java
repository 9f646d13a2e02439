package org.ssms.web.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.base.json.JsonText;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.Door;
import org.ssms.guard.login.Operators.Operator;
import org.ssms.guard.login.Operators.Role;
import org.ssms.guard.login.SecurityAudit;
import org.ssms.mailbox.ListChange;
import org.ssms.mailbox.Lists;
import org.ssms.mailbox.UserName;

/**
 * The lists, for operators (ADR 0042): {@code GET} all or one, {@code PUT} who is on it, {@code DELETE} it. A servlet,
 * because the REST application below {@code /api} is for subscribers and takes their credentials.
 */
@WebServlet({ListServlet.PATH, ListServlet.PATH + "/*"})
public class ListServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    static final String PATH = "/operators/v1/lists";

    private static final int MAX_BODY = 16 * 1024;

    @Inject
    private transient OperatorGate gate;

    @Inject
    private transient Lists lists;

    @Inject
    private transient SecurityAudit security;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (gate.enter(request, response, Role.READ).isEmpty()) {
            return;
        }
        if (segment(request).isEmpty()) {
            send(
                    Map.of(
                            "lists",
                            lists.all().entrySet().stream()
                                    .map(list -> json(list.getKey(), list.getValue()))
                                    .toList()),
                    response);
            return;
        }
        String name = name(request).map(UserName::value).orElse("");
        List<String> members = lists.members(name);
        if (members.isEmpty()) {
            WebProblem.noList().send(response);
        } else {
            send(json(name, members), response);
        }
    }

    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Operator> operator = gate.enter(request, response, Role.SECURITY);
        if (operator.isEmpty()) {
            return;
        }
        if (!isJson(request.getContentType())) {
            WebProblem.of(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE).send(response);
            return;
        }
        Optional<UserName> name = name(request);
        if (name.isEmpty()) {
            WebProblem.malformed("a list has a user name, of letters and digits")
                    .send(response);
            return;
        }
        byte[] body = request.getInputStream().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            WebProblem.of(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE).send(response);
            return;
        }
        try {
            List<UserName> members = ListMembers.read(new String(body, UTF_8));
            ListChange change = lists.set(name.get(), members);
            if (done(change, "list-set", name.get().value(), operator.get(), request, response)) {
                send(json(name.get().value(), lists.members(name.get().value())), response);
            }
        } catch (MalformedJsonException e) {
            WebProblem.malformed(e.problem()).send(response);
        }
    }

    @Override
    protected void doDelete(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Operator> operator = gate.enter(request, response, Role.SECURITY);
        if (operator.isEmpty()) {
            return;
        }
        String name = name(request).map(UserName::value).orElse("");
        if (lists.members(name).isEmpty()) {
            WebProblem.noList().send(response);
        } else if (done(lists.remove(name), "list-removed", name, operator.get(), request, response)) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        }
    }

    /** Whether it is; otherwise the operator was answered. */
    private boolean done(
            ListChange change,
            String event,
            String list,
            Operator operator,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (change instanceof ListChange.Done done) {
            Asker asker = Asker.of(Door.OPERATOR, request.getRemoteAddr());
            security.granted(asker, event, list, operator.name());
            done.joined().forEach(member -> security.granted(asker, "list-joined", member, operator.name(), list));
            done.left().forEach(member -> security.granted(asker, "list-left", member, operator.name(), list));
            return true;
        }
        problem(change).send(response);
        return false;
    }

    private static WebProblem problem(ListChange change) {
        if (change instanceof ListChange.NoMember nobody) {
            return WebProblem.malformed("member 'members' has somebody without a mailbox: " + nobody.name());
        }
        return change instanceof ListChange.Configured ? WebProblem.listConfigured() : WebProblem.nameTaken();
    }

    private Map<String, Object> json(String name, List<String> members) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("members", members);
        json.put("configured", lists.isConfigured(name));
        return json;
    }

    private static void send(Map<String, Object> json, HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.getWriter().print(JsonText.of(json));
    }

    /** Of the list that is meant, in the form in which it is kept; empty: it cannot be one's. */
    private static Optional<UserName> name(HttpServletRequest request) {
        return UserName.parse(segment(request));
    }

    private static String segment(HttpServletRequest request) {
        String path = request.getPathInfo();
        return path == null ? "" : path.substring(1);
    }

    private static boolean isJson(@Nullable String type) {
        return type != null && type.split(";", 2)[0].strip().equalsIgnoreCase("application/json");
    }
}
