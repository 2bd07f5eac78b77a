import com.sun.net.httpserver.HttpServer;
import com.sun.xml.ws.developer.MemberSubmissionAddressingFeature;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.activation.DataHandler;
import javax.activation.DataSource;
import javax.xml.namespace.QName;
import javax.xml.soap.MessageFactory;
import javax.xml.soap.SOAPBody;
import javax.xml.soap.SOAPException;
import javax.xml.soap.SOAPMessage;
import javax.xml.ws.BindingProvider;
import javax.xml.ws.Service;
import javax.xml.ws.WebServiceFeature;
import javax.xml.ws.soap.AddressingFeature;
import javax.xml.ws.soap.MTOMFeature;
import javax.xml.ws.soap.SOAPFaultException;

/** Calls Plane and Archive, and compares what comes back. */
public class Caller {
    static final String HARD_TEXT = "<a> & \"b\" \u00e9\u4e2d\ud83d\ude00";
    static final String W3C = "http://www.w3.org/2005/08/addressing";
    static final String AUGUST = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
    static int calls, failed;

    public static void main(String[] args) throws Exception {
        callPlane(args[0], "1.1", "Plane11");
        callPlane(args[0], "1.2", "Plane12");
        callAddressed(args[0]);
        callArchive(args[0]);
        System.out.println("calls: " + calls + ", failed: " + failed);
        System.exit(failed == 0 ? 0 : 1);
    }

    static void callPlane(String url, String version, String port) {
        PlanePort plane = port(url + "/plane", "rpc_literal.wsdl", PlanePort.NS, "Plane", port, PlanePort.class);
        String name = "plane " + version + ": ";
        check(name + "scale", () -> scaled(plane, "open"), "3 -6");
        check(name + "scale without a header", () -> scaled(plane, null), "fault: there is no session");
        check(name + "scale with another header", () -> scaled(plane, HARD_TEXT), "fault: the session is '" + HARD_TEXT + "'");
        check(name + "reset", () -> {
            plane.reset();
            return "done";
        }, "done");
    }

    static String scaled(PlanePort plane, String session) {
        PlanePort.Point point = plane.scale(new PlanePort.Point(1, -2), 3, session);
        return point.x + " " + point.y;
    }

    /** Calls Plane with WS-Addressing. Replies come over the connection, and at the port after that of the service. */
    static void callAddressed(String url) throws IOException {
        WebServiceFeature w3c = new AddressingFeature(true, true);
        WebServiceFeature august = new MemberSubmissionAddressingFeature(true, true);
        check("addressed: scale", () -> scaled(addressed(url, w3c), "open"), "3 -6");
        check("addressed: a fault", () -> scaled(addressed(url, w3c), null), "fault: there is no session");
        check("august: scale", () -> scaled(addressed(url, august), "open"), "3 -6");
        check("august: a fault", () -> scaled(addressed(url, august), null), "fault: there is no session");
        String replies = "http://127.0.0.1:" + (URI.create(url).getPort() + 1) + "/replies";
        BlockingQueue<SOAPMessage> received = new LinkedBlockingQueue<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress("127.0.0.1", URI.create(replies).getPort()), 0);
        receiver.createContext("/replies", exchange -> {
            try {
                received.add(MessageFactory.newInstance().createMessage(null, exchange.getRequestBody()));
            } catch (SOAPException error) {
                throw new IOException(error);
            }
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        receiver.start();
        for (String[] version : new String[][] { { "addressed", W3C }, { "august", AUGUST } }) {
            String name = version[0], namespace = version[1];
            check(name + ": scale elsewhere", () -> elsewhere(url, replies, namespace, "open", received), "202: 3-6");
            check(name + ": a fault elsewhere", () -> elsewhere(url, replies, namespace, "shut", received), "202: the session is 'shut'");
        }
        receiver.stop(0);
    }

    static PlanePort addressed(String url, WebServiceFeature... features) {
        return port(url + "/plane", "rpc_literal.wsdl", PlanePort.NS, "Plane", "Plane11", PlanePort.class, features);
    }

    /** Sends a request whose reply comes elsewhere. Returns the status, and the text of the result or the fault. */
    static String elsewhere(String url, String replies, String namespace, String session, BlockingQueue<SOAPMessage> received) throws Exception {
        String request = "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' xmlns:a='" + namespace
            + "' xmlns:t='" + PlanePort.NS + "'><s:Header><a:Action>urn:scale</a:Action><a:MessageID>urn:uuid:1</a:MessageID>"
            + "<a:To>" + url + "</a:To><a:ReplyTo><a:Address>" + replies + "</a:Address></a:ReplyTo><t:Session>" + session
            + "</t:Session></s:Header><s:Body><r:scale xmlns:r='urn:example:rpc:calls'><point><t:x>1</t:x><t:y>-2</t:y></point><by>3</by></r:scale></s:Body></s:Envelope>";
        HttpURLConnection connection = (HttpURLConnection) new URL(url + "/plane").openConnection();
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "text/xml");
        connection.setRequestProperty("SOAPAction", "\"urn:scale\"");
        connection.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        int status = connection.getResponseCode();
        SOAPMessage message = received.poll(10, TimeUnit.SECONDS);
        if (message == null) return "nothing";
        SOAPBody body = message.getSOAPBody();
        return status + ": " + (body.hasFault() ? body.getFault().getFaultString() : body.getTextContent());
    }

    static void callArchive(String url) {
        for (boolean mtom : new boolean[] { false, true }) {
            ArchivePort archive = archive(url, new MTOMFeature(mtom));
            String way = mtom ? " octets by MTOM" : " octets inside of the envelope";
            for (int length : new int[] { 0, 1, 5, 200_000 })
                check("archive: store " + length + way, () -> store(archive, length), "as expected");
        }
        check("archive: bind two parts", () -> bind(archive(url)), "89504e470d0a1a0a002d2dff");
    }

    static ArchivePort archive(String url, WebServiceFeature... features) {
        return port(url + "/archive", "attachments.wsdl", ArchivePort.NS, "Archive", "ArchiveSoap", ArchivePort.class, features);
    }

    static String store(ArchivePort archive, int length) {
        ArchivePort.Store request = new ArchivePort.Store();
        request.title = HARD_TEXT;
        request.content = new byte[length];
        byte[] backwards = new byte[length];
        for (int i = 0; i < length; i++) {
            request.content[i] = (byte) (i + 10);
            backwards[length - 1 - i] = request.content[i];
        }
        List<byte[]> expected = Arrays.asList(request.content, backwards, HARD_TEXT.getBytes(StandardCharsets.UTF_8));
        List<String> lengths = new ArrayList<>();
        List<byte[]> copies = archive.store(request).copy;
        boolean same = copies.size() == expected.size();
        for (int i = 0; i < copies.size(); i++) {
            lengths.add(String.valueOf(copies.get(i).length));
            same = same && Arrays.equals(copies.get(i), expected.get(i));
        }
        return same ? "as expected" : "other octets: " + String.join(", ", lengths);
    }

    static String bind(ArchivePort archive) throws IOException {
        byte[] logo = { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, '-', '-', (byte) 0xff };
        DataHandler attached = new DataHandler(new Octets(logo));
        DataHandler picture = archive.bind("Blue & <green> \u00e9", attached, "two\r\n--lines \u00e9").picture;
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        picture.writeTo(octets);
        StringBuilder hex = new StringBuilder();
        for (byte octet : octets.toByteArray()) hex.append(String.format("%02x", octet));
        return hex.toString();
    }

    /** A picture in memory. */
    static class Octets implements DataSource {
        private final byte[] octets;

        Octets(byte[] octets) { this.octets = octets; }
        public InputStream getInputStream() { return new ByteArrayInputStream(octets); }
        public OutputStream getOutputStream() { throw new UnsupportedOperationException(); }
        public String getContentType() { return "image/png"; }
        public String getName() { return "logo"; }
    }

    static <T> T port(String url, String wsdl, String namespace, String service, String port, Class<T> type, WebServiceFeature... features) {
        URL contract = Caller.class.getResource("/" + wsdl);
        T proxy = Service.create(contract, new QName(namespace, service)).getPort(new QName(namespace, port), type, features);
        ((BindingProvider) proxy).getRequestContext().put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, url);
        return proxy;
    }

    static void check(String name, Callable<String> call, String expected) {
        calls++;
        String found;
        try {
            found = call.call();
        } catch (SOAPFaultException fault) {
            found = "fault: " + fault.getFault().getFaultString();
        } catch (Exception error) {
            found = error.toString();
        }
        if (found.equals(expected)) {
            System.out.println("ok " + name);
            return;
        }
        failed++;
        System.out.println("FAILED " + name + ": it is " + found + ", not " + expected);
    }
}
