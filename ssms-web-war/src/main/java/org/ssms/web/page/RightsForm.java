package org.ssms.web.page;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.List;
import org.ssms.protect.license.MinDrm;
import org.ssms.protect.license.Right;

/** What a form of rights has a field for ({@code WEB-INF/catalogue.xhtml}, {@code assets/limits.js}). */
@Named
@ApplicationScoped
public class RightsForm {
    /** In the order in which they are told. */
    public List<Right<?>> getRights() {
        return Right.catalogue();
    }

    public List<MinDrm> getLevels() {
        return List.of(MinDrm.values());
    }
}
