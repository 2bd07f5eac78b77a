import java.util.ArrayList;
import java.util.List;
import javax.crypto.KeyGenerator;
import javax.xml.crypto.dsig.Reference;
import org.apache.ws.security.WSConstants;
import org.apache.ws.security.WSEncryptionPart;
import org.apache.ws.security.WSSecurityException;
import org.apache.ws.security.components.crypto.Crypto;
import org.apache.ws.security.message.WSSecDKEncrypt;
import org.apache.ws.security.message.WSSecDKSign;
import org.apache.ws.security.message.WSSecDerivedKeyBase;
import org.apache.ws.security.message.WSSecEncrypt;
import org.apache.ws.security.message.WSSecEncryptedKey;
import org.apache.ws.security.message.WSSecHeader;
import org.apache.ws.security.message.WSSecSignature;
import org.apache.ws.security.message.WSSecTimestamp;
import org.apache.ws.security.message.WSSecUsernameToken;
import org.apache.ws.security.message.token.SecurityTokenReference;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Secures a message as a policy of the example `secured_envelopes` requires. */
final class Message {
    private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final String SAML20 = "urn:oasis:names:tc:SAML:2.0:assertion";
    private static final String RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    private static final String HMAC_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256";
    private static final String ENCRYPTED_KEY = WSConstants.SOAPMESSAGE_NS11 + "#" + WSConstants.ENC_KEY_VALUE_TYPE;

    private final String policy;
    private final Document document;
    /** The keys of the sender, its name, and that of the receiver. */
    private final Crypto own;
    private final String sender;
    private final String receiver;
    private final Element assertion;
    private final WSSecHeader header = new WSSecHeader();
    /** The shared key of the request, and the digest of its encrypted form in a reply. */
    byte[] shared;
    private String name;

    private Message(String policy, Document document, Crypto own, String sender, String receiver, Element assertion) {
        this.policy = policy;
        this.document = document;
        this.own = own;
        this.sender = sender;
        this.receiver = receiver;
        this.assertion = assertion;
    }

    static Message request(String policy, Document document, Keys keys, Element assertion) {
        return new Message(policy, document, keys.caller, "caller", "service", assertion);
    }

    /** A reply to a request whose encrypted key has this digest, if there is one. */
    static Message reply(String policy, Document document, Keys keys, byte[] shared, String name) {
        Message reply = new Message(policy, document, keys.service, "service", "caller", null);
        reply.shared = shared;
        reply.name = name;
        return reply;
    }

    private boolean isReply() {
        return sender.equals("service");
    }

    void secure() throws Exception {
        header.insertSecurityHeader(document);
        WSSecTimestamp timestamp = new WSSecTimestamp();
        timestamp.setTimeToLive(300);
        timestamp.build(document, header);
        if (!isReply() && (policy.startsWith("user") || policy.equals("encrypted-signature"))) {
            WSSecUsernameToken user = new WSSecUsernameToken();
            user.setPasswordType(policy.equals("user-digest") ? WSConstants.PASSWORD_DIGEST : WSConstants.PASSWORD_TEXT);
            user.setUserInfo("ada", "secret");
            user.build(document, header);
        }
        if (policy.equals("endorsed") && !isReply()) {
            sign(WSConstants.BST_DIRECT_REFERENCE, parts("Timestamp"));
        } else if (policy.startsWith("signed") || policy.startsWith("encrypted")) {
            asymmetric();
        } else if (policy.startsWith("symmetric")) {
            symmetric();
        }
    }

    private void asymmetric() throws Exception {
        WSSecEncrypt encrypt = new WSSecEncrypt();
        encrypt.setUserInfo(receiver);
        encrypt.setKeyIdentifierType(WSConstants.THUMBPRINT_IDENTIFIER);
        encrypt.setSymmetricEncAlgorithm(policy.equals("encrypted-gcm") ? WSConstants.AES_256_GCM : WSConstants.AES_256);
        encrypt.setKeyEnc(policy.equals("encrypted-rsa15") ? WSConstants.KEYTRANSPORT_RSA15 : WSConstants.KEYTRANSPORT_RSAOEP);
        if (policy.equals("encrypted-first")) {
            encrypt.prepare(document, own);
            Element references = encrypt.encryptForRef(null, content());
            encrypt.addExternalRefElement(references, header);
            encrypt.prependToHeader(header);
        }
        List<WSEncryptionPart> signed = parts("Body", "Timestamp");
        List<WSEncryptionPart> encrypted = content();
        if (policy.equals("encrypted-signature")) {
            encrypted.add(new WSEncryptionPart("Signature", WSConstants.SIG_NS, "Element"));
            if (!isReply()) {
                signed.addAll(parts("UsernameToken"));
                encrypted.add(new WSEncryptionPart("UsernameToken", WSConstants.WSSE_NS, "Element"));
            }
        }
        signed.addAll(assertionPart());
        if (policy.equals("encrypted-saml20") && !isReply()) {
            encrypted.add(new WSEncryptionPart("Assertion", SAML20, "Element"));
        }
        sign(reference(), signed);
        if (policy.startsWith("encrypted") && !policy.equals("encrypted-first")) {
            encrypt.setParts(encrypted);
            encrypt.build(document, own, header);
        }
    }

    /** Adds the assertion with a reference to it. Returns the part of a signature that covers it. */
    private List<WSEncryptionPart> assertionPart() {
        List<WSEncryptionPart> parts = new ArrayList<>();
        if (assertion == null) {
            return parts;
        }
        boolean isOld = policy.endsWith("11");
        Element security = header.getSecurityHeader();
        security.appendChild(document.importNode(assertion, true));
        SecurityTokenReference reference = new SecurityTokenReference(document);
        reference.setID("AssertionReference");
        reference.addTokenType(isOld ? WSConstants.WSS_SAML_TOKEN_TYPE : WSConstants.WSS_SAML2_TOKEN_TYPE);
        Element identifier = document.createElementNS(WSConstants.WSSE_NS, "wsse:KeyIdentifier");
        identifier.setAttribute("ValueType", isOld ? WSConstants.WSS_SAML_KI_VALUE_TYPE : WSConstants.WSS_SAML2_KI_VALUE_TYPE);
        identifier.setTextContent(assertion.getAttribute(isOld ? "AssertionID" : "ID"));
        reference.getElement().appendChild(identifier);
        security.appendChild(reference.getElement());
        WSEncryptionPart part = new WSEncryptionPart("STRTransform", "", "Element");
        part.setId(reference.getID());
        part.setElement(reference.getElement());
        parts.add(part);
        return parts;
    }

    private int reference() {
        if (isReply()) {
            return WSConstants.BST_DIRECT_REFERENCE;
        }
        switch (policy) {
            case "signed-serial": return WSConstants.ISSUER_SERIAL;
            case "signed-thumbprint": return WSConstants.THUMBPRINT_IDENTIFIER;
            case "signed-identifier": return WSConstants.SKI_KEY_IDENTIFIER;
            default: return WSConstants.BST_DIRECT_REFERENCE;
        }
    }

    private WSSecSignature sign(int reference, List<WSEncryptionPart> parts) throws Exception {
        WSSecSignature signature = new WSSecSignature();
        signature.setUserInfo(sender, "secret");
        signature.setKeyIdentifierType(reference);
        signature.setSignatureAlgorithm(RSA_SHA256);
        signature.setDigestAlgo(WSConstants.SHA256);
        signature.setParts(parts);
        signature.prepare(document, own, header);
        List<Reference> references = signature.addReferencesToSign(parts, header);
        signature.computeSignature(references, !policy.equals("symmetric-endorsed"), null);
        signature.prependBSTElementToHeader(header);
        return signature;
    }

    private void symmetric() throws Exception {
        boolean isShort = policy.equals("symmetric-128");
        WSSecEncryptedKey key = null;
        if (!isReply()) {
            key = new SizedKey(isShort ? 128 : 256);
            key.setUserInfo(receiver);
            key.setKeyIdentifierType(WSConstants.THUMBPRINT_IDENTIFIER);
            key.prepare(document, own);
            shared = key.getEphemeralKey();
            name = key.getId();
        }
        String cipher = isShort ? WSConstants.AES_128 : WSConstants.AES_256;
        if (policy.equals("symmetric-derived")) {
            WSSecDKSign signature = new WSSecDKSign();
            derive(signature);
            signature.setSignatureAlgorithm(HMAC_SHA256);
            signature.setDigestAlgorithm(WSConstants.SHA256);
            signature.setParts(parts("Body", "Timestamp"));
            signature.build(document, header);
            WSSecDKEncrypt encrypt = new WSSecDKEncrypt();
            derive(encrypt);
            encrypt.setSymmetricEncAlgorithm(cipher);
            encrypt.setParts(content());
            encrypt.build(document, header);
        } else {
            WSSecSignature signature = new WSSecSignature();
            signature.setSecretKey(shared);
            if (isReply()) {
                signature.setEncrKeySha1value(name);
                signature.setKeyIdentifierType(WSConstants.ENCRYPTED_KEY_SHA1_IDENTIFIER);
            } else {
                signature.setCustomTokenId(name);
                signature.setCustomTokenValueType(ENCRYPTED_KEY);
                signature.setKeyIdentifierType(WSConstants.CUSTOM_SYMM_SIGNING);
            }
            signature.setSignatureAlgorithm(isShort ? WSConstants.HMAC_SHA1 : HMAC_SHA256);
            signature.setDigestAlgo(isShort ? WSConstants.SHA1 : WSConstants.SHA256);
            List<WSEncryptionPart> signed = parts("Body", "Timestamp");
            signed.addAll(assertionPart());
            signature.setParts(signed);
            signature.build(document, own, header);
            if (policy.equals("symmetric-endorsed") && !isReply()) {
                List<WSEncryptionPart> endorsed = new ArrayList<>();
                endorsed.add(new WSEncryptionPart(signature.getId()));
                sign(WSConstants.BST_DIRECT_REFERENCE, endorsed);
            }
            WSSecEncrypt encrypt = new WSSecEncrypt();
            encrypt.setEncKeyId(name);
            if (isReply()) {
                encrypt.setKeyIdentifierType(WSConstants.ENCRYPTED_KEY_SHA1_IDENTIFIER);
            }
            encrypt.setEphemeralKey(shared);
            encrypt.setEncryptSymmKey(false);
            encrypt.setCustomReferenceValue(isReply() ? name : ENCRYPTED_KEY);
            encrypt.setSymmetricEncAlgorithm(cipher);
            encrypt.setParts(content());
            encrypt.build(document, own, header);
        }
        if (key != null) {
            key.prependToHeader(header);
        }
    }

    /** Derives the key of a signature or an encryption from the shared key. */
    private void derive(WSSecDerivedKeyBase derived) throws WSSecurityException {
        if (isReply()) {
            derived.setExternalKey(shared, reference(name).getElement());
        } else {
            derived.setExternalKey(shared, name);
        }
        derived.setCustomValueType(ENCRYPTED_KEY);
    }

    /** Returns a reference to the encrypted key of the request. */
    private SecurityTokenReference reference(String sha1) throws WSSecurityException {
        SecurityTokenReference reference = new SecurityTokenReference(document);
        reference.setKeyIdentifierEncKeySHA1(sha1);
        reference.addTokenType(WSConstants.WSS_ENC_KEY_VALUE_TYPE);
        return reference;
    }

    private static List<WSEncryptionPart> content() {
        List<WSEncryptionPart> parts = new ArrayList<>();
        parts.add(new WSEncryptionPart("Body", SOAP, "Content"));
        return parts;
    }

    private static List<WSEncryptionPart> parts(String... names) {
        List<WSEncryptionPart> parts = new ArrayList<>();
        for (String name : names) {
            String namespace = name.equals("Body") ? SOAP : name.equals("Timestamp") ? WSConstants.WSU_NS : WSConstants.WSSE_NS;
            parts.add(new WSEncryptionPart(name, namespace, "Element"));
        }
        return parts;
    }

    /** An encrypted key of this length. WSS4J creates 128 bits otherwise. */
    private static final class SizedKey extends WSSecEncryptedKey {
        private final int bits;

        SizedKey(int bits) {
            this.bits = bits;
        }

        @Override
        protected KeyGenerator getKeyGenerator() throws WSSecurityException {
            try {
                KeyGenerator generator = KeyGenerator.getInstance("AES");
                generator.init(bits);
                return generator;
            } catch (java.security.NoSuchAlgorithmException error) {
                throw new IllegalStateException(error);
            }
        }
    }
}
