import java.util.List;
import org.apache.ws.security.WSConstants;
import org.apache.ws.security.WSSConfig;
import org.apache.ws.security.WSSecurityEngine;
import org.apache.ws.security.WSSecurityEngineResult;
import org.apache.ws.security.components.crypto.Crypto;
import org.apache.ws.security.util.Base64;
import org.apache.ws.security.util.WSSecurityUtil;
import org.w3c.dom.Document;

/** A message whose security header WSS4J has processed. */
final class Processed {
    final Document document;
    private final List<WSSecurityEngineResult> results;

    Processed(String envelope, Crypto crypto, byte[] shared) throws Exception {
        document = Peer.parse(envelope);
        WSSecurityEngine engine = new WSSecurityEngine();
        WSSConfig config = WSSConfig.getNewInstance();
        config.setProcessor(WSSecurityEngine.SAML_TOKEN, new AssertionReader());
        config.setProcessor(WSSecurityEngine.SAML2_TOKEN, new AssertionReader());
        engine.setWssConfig(config);
        results = engine.processSecurityHeader(document, null, Keys.passwords(shared), crypto, crypto);
        if (results == null) {
            throw new IllegalStateException("there is no security header: " + envelope);
        }
    }

    /** The result for the encrypted key, if there is one. */
    private WSSecurityEngineResult encryptedKey() {
        for (WSSecurityEngineResult result : results) {
            boolean isKey = result.get(WSSecurityEngineResult.TAG_DERIVED_KEY_TOKEN) == null;
            if (isKey && result.get(WSSecurityEngineResult.TAG_ENCRYPTED_EPHEMERAL_KEY) != null) {
                return result;
            }
        }
        return null;
    }

    byte[] sharedKey() {
        WSSecurityEngineResult result = encryptedKey();
        return result == null ? null : (byte[]) result.get(WSSecurityEngineResult.TAG_SECRET);
    }

    /** The digest of the encrypted key, by which a reply refers to it. */
    String nameOfSharedKey() throws Exception {
        WSSecurityEngineResult result = encryptedKey();
        if (result == null) {
            return null;
        }
        byte[] encrypted = (byte[]) result.get(WSSecurityEngineResult.TAG_ENCRYPTED_EPHEMERAL_KEY);
        return Base64.encode(WSSecurityUtil.generateDigest(encrypted));
    }
}
