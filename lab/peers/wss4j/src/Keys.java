import java.util.Properties;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import org.apache.ws.security.WSPasswordCallback;
import org.apache.ws.security.components.crypto.Crypto;
import org.apache.ws.security.components.crypto.CryptoFactory;

/** The keys of both sides. */
final class Keys {
    final Crypto caller;
    final Crypto service;

    Keys(String folder) throws Exception {
        caller = crypto(folder, "caller");
        service = crypto(folder, "service");
    }

    private static Crypto crypto(String folder, String name) throws Exception {
        String merlin = "org.apache.ws.security.crypto.merlin.keystore.";
        Properties properties = new Properties();
        properties.setProperty("org.apache.ws.security.crypto.provider", "org.apache.ws.security.components.crypto.Merlin");
        properties.setProperty(merlin + "type", "jks");
        properties.setProperty(merlin + "password", "secret");
        properties.setProperty(merlin + "alias", name);
        properties.setProperty(merlin + "file", folder + "/" + name + ".jks");
        return CryptoFactory.getInstance(properties);
    }

    /** Returns a source of passwords, and of the shared key of a request if there is one. */
    static CallbackHandler passwords(byte[] shared) {
        return callbacks -> {
            for (Callback callback : callbacks) {
                WSPasswordCallback password = (WSPasswordCallback) callback;
                password.setPassword("secret");
                password.setKey(shared);
            }
        };
    }
}
