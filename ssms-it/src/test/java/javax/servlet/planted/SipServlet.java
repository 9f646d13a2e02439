package javax.servlet.planted;

/** Something of the SIP servlet API. */
public interface SipServlet {}
