import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import javax.activation.DataHandler;
import javax.activation.DataSource;
import javax.xml.namespace.QName;
import javax.xml.ws.BindingProvider;
import javax.xml.ws.Service;
import javax.xml.ws.WebServiceFeature;
import javax.xml.ws.soap.MTOMFeature;
import javax.xml.ws.soap.SOAPFaultException;

/** Calls Plane and Archive, and compares what comes back. */
public class Caller {
    static final String HARD_TEXT = "<a> & \"b\" \u00e9\u4e2d\ud83d\ude00";
    static int calls, failed;

    public static void main(String[] args) throws Exception {
        callPlane(args[0], "1.1", "Plane11");
        callPlane(args[0], "1.2", "Plane12");
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
