package org.ssms.license.rest;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Answers what no resource answers: paths outside the interface (404) and errors that the container reports. */
@WebServlet({"/", "/error"})
public class ProblemServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        @Nullable Object reported = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        LicenseProblem problem = LicenseProblem.ofStatus(reported instanceof Integer status ? status : 404);
        problem.writeTo(response);
    }
}
