package com.example.mybooks.auth;

import com.example.mybooks.database.DatabaseErrors;
import com.example.mybooks.database.Transactions;
import com.example.mybooks.http.Refusal;

import jakarta.persistence.EntityManager;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** What can be done with accounts. */
@Service
public class AccountService {
    private final Accounts accounts;
    private final Sessions sessions;
    private final Passwords passwords;
    private final Belongings belongings;
    private final EntityManager entities;
    private final Transactions transactions;

    AccountService(Accounts accounts, Sessions sessions, Passwords passwords, Belongings belongings,
            EntityManager entities, Transactions transactions) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.passwords = passwords;
        this.belongings = belongings;
        this.entities = entities;
        this.transactions = transactions;
    }

    /** Makes an account, or returns nothing if the address has one. */
    private Optional<User> create(String email, String name, String password, String role) {
        var account = new Account(email, name, passwords.hash(password), role);
        try {
            transactions.write(() -> {
                entities.persist(account);
                return account;
            });
            return Optional.of(User.of(account));
        } catch (RuntimeException e) {
            if (DatabaseErrors.kind(e) == DatabaseErrors.Kind.NOT_UNIQUE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    public Optional<User> createUser(String email, String name, String password) {
        return create(email, name, password, User.USER);
    }

    public Optional<User> createAdmin(String email, String password) {
        return create(email, "Administrator", password, User.ADMIN);
    }

    public boolean exists(String email) {
        return accounts.findByEmail(Account.normal(email)).isPresent();
    }

    /**
     * Finds the account that e-mail and password belong to. Whatever is wrong, the answer is the same and takes as
     * long: who tries addresses learns nothing.
     */
    User checkLogin(String email, String password) {
        // Some databases would call it an error to look for a control character.
        var isText = email.chars().noneMatch(Character::isISOControl);
        var account = isText ? accounts.findByEmail(email).orElse(null) : null;
        var hash = account == null ? Passwords.NOBODYS : account.passwordHash;
        if (!passwords.matches(password, hash) || account == null || account.disabled) {
            throw Refusal.of(401, "invalid_credentials", "E-mail address or password is wrong.");
        }
        if (passwords.isOutdated(hash)) {
            setPassword(account.id, passwords.hash(password), false);
        }
        return User.of(account);
    }

    /** Users must show that they know their password before it is changed or their account is deleted. */
    void checkPassword(String userId, String field, String password) {
        var hash = get(userId).passwordHash;
        if (!passwords.matches(password, hash)) {
            throw Refusal.invalidField(field, "not_allowed", "Is not your password.");
        }
    }

    private Account get(String userId) {
        return accounts.findById(userId).orElseThrow(SecurityConfig::invalidToken);
    }

    User rename(String userId, String name) {
        return transactions.write(() -> {
            var account = get(userId);
            account.name = name;
            return User.of(account);
        });
    }

    void changePassword(String userId, String password) {
        var hash = passwords.hash(password); // not within the transaction: it takes its time
        setPassword(userId, hash, true);
    }

    private void setPassword(String userId, String hash, boolean endSessions) {
        transactions.write(() -> {
            get(userId).passwordHash = hash;
            if (endSessions) {
                sessions.endAll(userId);
            }
            return userId;
        });
    }

    /** Deletes an account with all that is theirs: first what points at other things. */
    void delete(String userId) {
        transactions.write(() -> {
            sessions.endAll(userId);
            belongings.deleteOf(userId);
            accounts.delete(get(userId));
            return userId;
        });
    }

    /**
     * Changes somebody's role, or whether they may sign in. They are signed out, so that an old token is worth
     * nothing.
     */
    AdminUser setStanding(User admin, String id, Inputs.Standing standing) {
        return transactions.write(() -> {
            var account = accounts.findById(id).orElseThrow(Refusal::notFound);
            if (id.equals(admin.id())) {
                throw Refusal.of(409, "own_account", "Ask another administrator to change your own account.");
            }
            var role = standing.role() == null ? account.role : standing.role();
            var disabled = standing.disabled() == null ? account.disabled : standing.disabled();
            if (!role.equals(account.role) || disabled != account.disabled) {
                account.role = role;
                account.disabled = disabled;
                sessions.endAll(id);
            }
            return AdminUser.of(account);
        });
    }
}
