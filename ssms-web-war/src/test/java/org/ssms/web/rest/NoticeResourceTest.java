package org.ssms.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.notify.OwnerNotifier.Notice;

class NoticeResourceTest {
    @Test
    void the_license_server_tells_of_pins_and_passwords() {
        assertThat(NoticeResource.notice("pin-set")).isEqualTo(Notice.PIN_SET);
        assertThat(NoticeResource.notice("password-reset")).isEqualTo(Notice.PASSWORD_RESET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"greeting-set", "greeting-removed", "phone-password-set", "PIN_SETS", ""})
    void t12_nobody_uses_up_the_mails_of_what_the_mailbox_tells_itself(String about) {
        assertThatThrownBy(() -> NoticeResource.notice(about)).isInstanceOf(IllegalArgumentException.class);
    }
}
