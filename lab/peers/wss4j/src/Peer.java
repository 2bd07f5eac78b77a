import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.ws.security.WSSConfig;
import org.apache.ws.security.components.crypto.Crypto;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Exchanges envelopes with the example `secured_envelopes`. Arguments: the folder of the keys, and the command. */
public final class Peer {
    static final String ENVELOPE =
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><t:Text xmlns:t='urn:example:policies'>hello</t:Text></s:Body></s:Envelope>";

    private final String folder;
    private final List<String> command;
    private final Keys keys;
    private int calls;
    private int failed;

    private Peer(String[] arguments) throws Exception {
        folder = arguments[0];
        command = Arrays.asList(arguments).subList(1, arguments.length);
        keys = new Keys(folder);
    }

    public static void main(String[] arguments) throws Exception {
        WSSConfig.init();
        Peer peer = new Peer(arguments);
        for (String policy : peer.run("", "list").split("\n")) {
            peer.exchange(policy);
        }
        System.out.println("calls: " + peer.calls + ", failed: " + peer.failed);
        System.exit(peer.failed == 0 ? 0 : 1);
    }

    private void exchange(String policy) {
        report(policy + ", request from us, and their reply", () -> called(policy));
        report(policy + ", request to us, and our reply", () -> {
            Document document = parse(ENVELOPE);
            Message request = Message.request(policy, document, keys, assertion(policy));
            request.secure();
            return body(verified(run(text(document), "reply", policy, folder), keys.caller, request.shared));
        });
        report(policy + ", changed request to us", () -> {
            Document document = parse(ENVELOPE);
            Message.request(policy, document, keys, assertion(policy)).secure();
            String changed = changed(text(document));
            String reply = run(changed, "reply", policy, folder);
            return reply.contains("Fault") ? "hello" : "accepted: " + changed;
        });
    }

    /** Answers a call, and returns the text of the request, which has to be that of the reply as the caller has read it. */
    private String called(String policy) throws Exception {
        Process process = start("call", policy, folder);
        BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        Processed request = new Processed(lines.readLine(), keys.service, null);
        Document reply = parse(ENVELOPE);
        Message.reply(policy, reply, keys, request.sharedKey(), request.nameOfSharedKey()).secure();
        try (OutputStream out = process.getOutputStream()) {
            out.write(text(reply).getBytes(StandardCharsets.UTF_8));
        }
        String read = lines.readLine();
        if (process.waitFor() != 0 || read == null) {
            throw new IllegalStateException("our client rejects the reply");
        }
        return body(request.document).equals(read) ? read : "request " + body(request.document) + ", reply " + read;
    }

    private Element assertion(String policy) throws Exception {
        return policy.contains("saml") ? parse(run("", "assertion", policy, folder)).getDocumentElement() : null;
    }

    /** An exchange, which returns the text of the body. */
    private interface Exchange {
        String run() throws Exception;
    }

    private void report(String name, Exchange exchange) {
        calls++;
        try {
            String found = exchange.run();
            if (found.equals("hello")) {
                System.out.println("ok " + name);
                return;
            }
            System.out.println("FAILED " + name + ": found " + found);
        } catch (Exception error) {
            System.out.println("FAILED " + name + ": " + error);
        }
        failed++;
    }

    /** Returns a message whose security header has been processed. */
    static Document verified(String envelope, Crypto crypto, byte[] shared) throws Exception {
        return new Processed(envelope, crypto, shared).document;
    }

    /** Changes a digit of the timestamp, or of the nonce or the password. */
    private static String changed(String envelope) {
        if (envelope.contains("#PasswordDigest")) {
            return envelope.replaceFirst("(<wsu:Created>)2", "$11");
        }
        return envelope.contains("<ds:Signature ") || envelope.contains("EncryptedData")
            ? envelope.replaceFirst("(<wsu:Expires>\\d\\d\\d)\\d", "$19")
            : envelope.replace(">secret<", ">Secret<");
    }

    private String run(String input, String... arguments) throws Exception {
        Process process = start(arguments);
        try (OutputStream out = process.getOutputStream()) {
            out.write(input.getBytes(StandardCharsets.UTF_8));
        }
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (InputStream in = process.getInputStream()) {
            byte[] buffer = new byte[8192];
            for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
                output.write(buffer, 0, length);
            }
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the command failed");
        }
        return output.toString("UTF-8");
    }

    private Process start(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(command);
        all.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    static String body(Document document) {
        return document.getDocumentElement().getLastChild().getTextContent();
    }

    static Document parse(String text) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    static String text(Document document) throws Exception {
        Transformer transformer = TransformerFactory.newInstance().newTransformer();
        transformer.setOutputProperty("omit-xml-declaration", "yes");
        StringWriter text = new StringWriter();
        transformer.transform(new DOMSource(document), new StreamResult(text));
        return text.toString();
    }
}
