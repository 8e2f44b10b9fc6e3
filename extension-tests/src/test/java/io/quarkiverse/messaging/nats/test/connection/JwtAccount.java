package io.quarkiverse.messaging.nats.test.connection;

import io.nats.client.NKey;
import io.nats.client.support.JsonSerializable;
import io.nats.client.support.JwtUtils;

/** An operator, a system account and an account with JetStream, in a server's own memory, and a user of the account. */
final class JwtAccount {

    private static final String LIMITS = "{\"subs\":-1,\"data\":-1,\"payload\":-1,\"imports\":-1,\"exports\":-1,"
            + "\"wildcards\":true,\"conn\":-1,\"leaf\":-1,\"mem_storage\":%1$d,\"disk_storage\":%1$d,\"streams\":%1$d,"
            + "\"consumer\":%1$d}";

    private final NKey operator;
    private final NKey system;
    private final NKey account;

    JwtAccount() throws Exception {
        operator = NKey.createOperator(null);
        system = NKey.createAccount(null);
        account = NKey.createAccount(null);
    }

    /** @return the configuration of a server that trusts the operator */
    String serverConfig() throws Exception {
        String systemKey = new String(system.getPublicKey());
        String accountKey = new String(account.getPublicKey());
        return """
                operator: %s
                system_account: %s
                resolver: MEMORY
                resolver_preload: {
                  %2$s: %s
                  %s: %s
                }
                """.formatted(
                issued(operator, "operator", "{\"type\":\"operator\",\"version\":2}"), systemKey,
                issued(system, "SYS", claimOfAccount(0)), accountKey, issued(account, "SHOP", claimOfAccount(-1)));
    }

    /** @return the text of a credentials file of a new user */
    String credentials() throws Exception {
        NKey user = NKey.createUser(null);
        String jwt = JwtUtils.issueUserJWT(account, new String(account.getPublicKey()), new String(user.getPublicKey()));
        return JwtUtils.NATS_USER_JWT_FORMAT.formatted(jwt, new String(user.getSeed()));
    }

    private static String claimOfAccount(int storage) {
        return "{\"limits\":" + LIMITS.formatted(storage) + ",\"type\":\"account\",\"version\":2}";
    }

    private String issued(NKey subject, String name, String claim) throws Exception {
        JsonSerializable json = () -> claim;
        return JwtUtils.issueJWT(operator, new String(subject.getPublicKey()), name, null,
                JwtUtils.currentTimeSeconds(), new String(operator.getPublicKey()), json);
    }
}
