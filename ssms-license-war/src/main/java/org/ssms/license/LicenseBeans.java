package org.ssms.license;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.ssms.base.config.ConfigValues;
import org.ssms.guard.login.AccountTable;
import org.ssms.guard.login.Doors;
import org.ssms.guard.login.GuessGuard;
import org.ssms.guard.login.Operators;
import org.ssms.guard.login.PasswordDoor;
import org.ssms.guard.login.SecurityAudit;
import org.ssms.license.audit.AuditChain;
import org.ssms.license.audit.AuditConfig;
import org.ssms.license.audit.AuditIds;
import org.ssms.license.audit.AuditKeys;
import org.ssms.license.auth.AuthenticationMethod;
import org.ssms.license.auth.AuthenticationMethods;
import org.ssms.license.auth.BearerMethod;
import org.ssms.license.auth.CertificateMethod;
import org.ssms.license.auth.DigestMethod;
import org.ssms.license.auth.DpopProofs;
import org.ssms.license.auth.PasswordMethod;
import org.ssms.license.auth.PinMethod;
import org.ssms.license.auth.UsedProofs;
import org.ssms.license.guest.GuestCodes;
import org.ssms.license.guest.GuestQuota;
import org.ssms.license.session.AccountDesk;
import org.ssms.license.session.Accounts;
import org.ssms.license.session.ControlCodes;
import org.ssms.license.session.FirstSecrets;
import org.ssms.license.session.PasswordPolicy;
import org.ssms.license.session.Pins;
import org.ssms.license.session.SecretHashes;
import org.ssms.license.session.Tokens;
import org.ssms.protect.key.KeyEncryptionKey;
import org.ssms.protect.key.KeyStores;
import org.ssms.protect.key.MacKey;
import org.ssms.protect.key.ServiceKeyHash;
import org.ssms.protect.license.LicenseSigner;

/** Makes, once, what comes from outside: time, settings and keys. Fails, naming the setting, when one is unusable. */
@ApplicationScoped
public class LicenseBeans {
    private static final int RSA_BITS = 2048;

    @Resource(lookup = "java:jboss/datasources/LicenseDS")
    private DataSource database;

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    NodeId node() {
        return new NodeId(UUID.randomUUID());
    }

    /** The same for all doors of the application server, so that whoever is slowed at one is slowed at all. */
    @Produces
    @Singleton
    PasswordDoor passwords() {
        return Doors.passwords();
    }

    /** In calls people prove who they are by a PIN: at the door of media nodes, and at no other. */
    @Produces
    @Singleton
    PinMethod pins(Pins pins) {
        return new PinMethod(Doors.pins(pins::account));
    }

    @Produces
    @Singleton
    SecretHashes hashes() {
        return new SecretHashes(
                secret -> Doors.hash(secret, SecretHashes.COST),
                password -> Doors.passwordHash(password, SecretHashes.COST));
    }

    /** Who has no password yet sets his first one by a secret, which is good for that alone. */
    @Produces
    @Singleton
    FirstSecrets firstSecrets(AccountDesk desk) {
        return new FirstSecrets(Doors.firstSecrets(desk::withSecret));
    }

    @Produces
    @Singleton
    PasswordPolicy passwordPolicy(LicenseConfig config) {
        return new PasswordPolicy(config.passwords());
    }

    @Produces
    @Singleton
    Operators operators(LicenseConfig config, PasswordDoor passwords, SecurityAudit audit) {
        return new Operators(
                config.operators().users(),
                config.operators().roles(),
                passwords,
                audit,
                new SecureRandom(),
                System::nanoTime);
    }

    /** Before they have a session, people prove who they are in one of these ways. */
    @Produces
    @Singleton
    AuthenticationMethods methods(
            LicenseConfig config,
            Accounts accounts,
            UsedProofs used,
            PasswordDoor passwords,
            SecurityAudit audit,
            Clock clock) {
        List<AuthenticationMethod> methods = new ArrayList<>();
        methods.add(new PasswordMethod(passwords));
        methods.add(new DigestMethod(accounts::digestSecret, passwords, audit, clock, new SecureRandom()));
        config.oidc()
                .map(oidc -> new BearerMethod(oidc, accounts::version, used, passwords, audit, clock))
                .ifPresent(methods::add);
        config.certificates()
                .map(certificates -> new CertificateMethod(certificates, accounts::version, passwords, audit, clock))
                .ifPresent(methods::add);
        return new AuthenticationMethods(methods);
    }

    @Produces
    @Singleton
    UsedProofs usedProofs() {
        return new UsedProofs(database);
    }

    @Produces
    @Singleton
    DpopProofs dpopProofs(UsedProofs used, Clock clock) {
        return new DpopProofs(used, clock);
    }

    @Produces
    @Singleton
    AccountTable accounts() {
        return Doors.accounts();
    }

    @Produces
    @Singleton
    SecurityAudit securityAudit() {
        return Doors.audit();
    }

    /** Of those who forward to names that are not there. */
    @Produces
    @Singleton
    GuessGuard guesses(Clock clock) {
        return GuessGuard.ofDevices(clock);
    }

    @Produces
    @Singleton
    LicenseConfig config(Config config) {
        return LicenseConfig.from(new ConfigValues(key -> config.getOptionalValue(key, String.class)));
    }

    @Produces
    @Singleton
    KeyEncryptionKey keyEncryptionKey(LicenseConfig config) {
        LicenseConfig.KeystoreFile file = config.kek();
        try {
            char[] password = file.password();
            KeyEncryptionKey kek = KeyEncryptionKey.load(file.path(), file.type(), password, file.alias());
            Arrays.fill(password, '\0');
            return kek;
        } catch (IOException e) {
            throw LicenseConfig.unusable(LicenseConfig.KEK_KEYSTORE, e);
        }
    }

    @Produces
    @Singleton
    Tokens tokens(LicenseConfig config, Clock clock) {
        KeyPair pair = token(config);
        return new Tokens(
                pair.getPrivate(),
                (RSAPublicKey) pair.getPublic(),
                config.tokenLifetime(),
                config.longestSession(),
                clock);
    }

    /** Of the key that signs tokens, as all servers that share a database have that. */
    @Produces
    @Singleton
    ControlCodes controlCodes(LicenseConfig config, Clock clock) {
        try {
            MacKey key = MacKey.derivedFrom(token(config).getPrivate(), "ssms control codes");
            return new ControlCodes(key, config.tokenLifetime(), clock);
        } catch (GeneralSecurityException e) {
            throw LicenseConfig.unusable(LicenseConfig.TOKEN_KEYSTORE, e);
        }
    }

    /** With the key that signs tokens: a license says by its type that it is none. */
    @Produces
    @Singleton
    LicenseSigner licenseSigner(LicenseConfig config) {
        KeyPair pair = token(config);
        return new LicenseSigner(pair.getPrivate(), (RSAPublicKey) pair.getPublic());
    }

    @Produces
    @Singleton
    AuditKeys auditKeys(LicenseConfig config) {
        AuditConfig audit = config.audit();
        KeyPair current = signing(AuditConfig.KEYSTORE, audit.key());
        @Nullable
        KeyPair previous = audit.previous()
                .map(file -> signing(AuditConfig.PREVIOUS, file))
                .orElse(null);
        try {
            return new AuditKeys(current, previous);
        } catch (GeneralSecurityException e) {
            throw LicenseConfig.unusable(AuditConfig.KEYSTORE, e);
        }
    }

    @Produces
    @Singleton
    AuditChain auditChain(AuditKeys keys, LicenseConfig config) {
        return new AuditChain(keys, config.audit().accepted(), config.audit().syslog());
    }

    @Produces
    @Singleton
    AuditIds auditIds() {
        return new AuditIds(database);
    }

    private static KeyPair token(LicenseConfig config) {
        return signing(LicenseConfig.TOKEN_KEYSTORE, config.token());
    }

    private static KeyPair signing(String setting, LicenseConfig.KeystoreFile file) {
        try {
            char[] password = file.password();
            KeyStore store = KeyStores.load(file.path(), file.type(), password);
            Key key = store.getKey(file.alias(), password);
            Arrays.fill(password, '\0');
            if (!(key instanceof PrivateKey signing)
                    || !(store.getCertificate(file.alias()).getPublicKey() instanceof RSAPublicKey verifying)
                    || verifying.getModulus().bitLength() < RSA_BITS) {
                throw new GeneralSecurityException(
                        "no RSA key '" + file.alias() + "' of " + RSA_BITS + " bits with its certificate");
            }
            return new KeyPair(verifying, signing);
        } catch (IOException | GeneralSecurityException e) {
            throw LicenseConfig.unusable(setting, e);
        }
    }

    @Produces
    @Singleton
    GuestQuota guestQuota(LicenseConfig config, Clock clock) {
        return new GuestQuota(config.guests().mailsPerHour(), clock);
    }

    @Produces
    @Singleton
    PhoneForwards phoneForwards(Clock clock) {
        return new PhoneForwards(clock);
    }

    /** Under a key that follows from the one that signs tokens: all nodes of a cluster have that. */
    @Produces
    @Singleton
    GuestCodes guestCodes(LicenseConfig config) {
        try {
            MacKey key = MacKey.derivedFrom(token(config).getPrivate(), "ssms guest codes");
            return new GuestCodes(key, new SecureRandom());
        } catch (GeneralSecurityException e) {
            throw LicenseConfig.unusable(LicenseConfig.TOKEN_KEYSTORE, e);
        }
    }

    @Produces
    @Singleton
    ServiceKeyHash serviceKeyHash(LicenseConfig config) {
        try {
            return ServiceKeyHash.parse(Files.readString(config.serviceKeyHashFile()));
        } catch (IOException | IllegalArgumentException e) {
            throw LicenseConfig.unusable(LicenseConfig.SERVICE_KEY_HASH_FILE, e);
        }
    }
}
