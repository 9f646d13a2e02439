package org.ssms.license.ldap;

import com.unboundid.ldap.listener.LDAPListenerRequestHandler;
import com.unboundid.ldap.protocol.AddRequestProtocolOp;
import com.unboundid.ldap.protocol.AddResponseProtocolOp;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.BindResponseProtocolOp;
import com.unboundid.ldap.protocol.CompareRequestProtocolOp;
import com.unboundid.ldap.protocol.CompareResponseProtocolOp;
import com.unboundid.ldap.protocol.DeleteRequestProtocolOp;
import com.unboundid.ldap.protocol.DeleteResponseProtocolOp;
import com.unboundid.ldap.protocol.ExtendedRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedResponseProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ModifyDNRequestProtocolOp;
import com.unboundid.ldap.protocol.ModifyDNResponseProtocolOp;
import com.unboundid.ldap.protocol.ModifyRequestProtocolOp;
import com.unboundid.ldap.protocol.ModifyResponseProtocolOp;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.protocol.SearchResultDoneProtocolOp;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses every operation, each by the response of its kind. Nothing is ever changed over LDAP. */
abstract class LdapRefusals extends LDAPListenerRequestHandler {
    static final LdapResult NO = new LdapResult(ResultCode.UNWILLING_TO_PERFORM, null);

    /** How an operation ends that is not for us. */
    LdapResult refused(List<Control> controls) {
        return NO;
    }

    private int no(List<Control> controls) {
        return refused(controls).code().intValue();
    }

    @Override
    public LDAPMessage processBindRequest(int id, BindRequestProtocolOp bind, List<Control> controls) {
        return new LDAPMessage(id, new BindResponseProtocolOp(no(controls), null, null, null, null));
    }

    @Override
    public LDAPMessage processSearchRequest(int id, SearchRequestProtocolOp search, List<Control> controls) {
        return new LDAPMessage(id, new SearchResultDoneProtocolOp(no(controls), null, null, null));
    }

    /** @return null: it is answered already */
    @Override
    public @Nullable LDAPMessage processExtendedRequest(
            int id, ExtendedRequestProtocolOp request, List<Control> controls) {
        return new LDAPMessage(
                id, new ExtendedResponseProtocolOp(ResultCode.PROTOCOL_ERROR_INT_VALUE, null, null, null, null, null));
    }

    @Override
    public LDAPMessage processAddRequest(int id, AddRequestProtocolOp add, List<Control> controls) {
        return new LDAPMessage(id, new AddResponseProtocolOp(no(controls), null, null, null));
    }

    @Override
    public LDAPMessage processCompareRequest(int id, CompareRequestProtocolOp compare, List<Control> controls) {
        return new LDAPMessage(id, new CompareResponseProtocolOp(no(controls), null, null, null));
    }

    @Override
    public LDAPMessage processDeleteRequest(int id, DeleteRequestProtocolOp delete, List<Control> controls) {
        return new LDAPMessage(id, new DeleteResponseProtocolOp(no(controls), null, null, null));
    }

    @Override
    public LDAPMessage processModifyRequest(int id, ModifyRequestProtocolOp modify, List<Control> controls) {
        return new LDAPMessage(id, new ModifyResponseProtocolOp(no(controls), null, null, null));
    }

    @Override
    public LDAPMessage processModifyDNRequest(int id, ModifyDNRequestProtocolOp modify, List<Control> controls) {
        return new LDAPMessage(id, new ModifyDNResponseProtocolOp(no(controls), null, null, null));
    }
}
