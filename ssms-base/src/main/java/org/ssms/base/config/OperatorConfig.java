package org.ssms.base.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import org.ssms.base.net.AddressBlock;

/**
 * Who may keep accounts and lists.
 *
 * @param users file with operators and their passwords, that of management and JMX; need not exist
 * @param roles file with the role of each; need not exist
 * @param from where operators come from; for anybody else there is nothing
 */
public record OperatorConfig(Path users, Path roles, List<AddressBlock> from) {
    public OperatorConfig {
        from = List.copyOf(from);
    }

    public static OperatorConfig from(ConfigValues in) {
        return new OperatorConfig(
                in.path("ssms.license.operators.users-file"),
                in.path("ssms.license.operators.roles-file"),
                in.addressBlocks("ssms.license.operators.from"));
    }

    /**
     * Whether operators come from there.
     *
     * @param address a literal; nothing is looked up for it
     */
    public boolean isOpenTo(String address) {
        try {
            InetAddress asker = InetAddress.getByName(address);
            return from.stream().anyMatch(block -> block.contains(asker));
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
