package org.ssms.sip.container.descriptor;

/** A {@code sip.xml} or a set of annotations that cannot be used; the text names the element. Stops the deployment. */
public final class InvalidDescriptorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidDescriptorException(String problem) {
        super(problem);
    }

    InvalidDescriptorException(String problem, Throwable cause) {
        super(problem, cause);
    }
}
