import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpServer;
import com.sun.xml.ws.developer.MemberSubmissionAddressingFeature;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import javax.activation.DataHandler;
import javax.jws.WebService;
import javax.xml.namespace.QName;
import javax.xml.soap.SOAPConstants;
import javax.xml.soap.SOAPException;
import javax.xml.soap.SOAPFactory;
import javax.xml.ws.BindingType;
import javax.xml.ws.Endpoint;
import javax.xml.ws.soap.AddressingFeature;
import javax.xml.ws.soap.MTOM;
import javax.xml.ws.soap.SOAPBinding;
import javax.xml.ws.soap.SOAPFaultException;

/** Plane (rpc/literal, both versions of SOAP) and Archive (MTOM, MIME parts) on JAX-WS RI. */
public class Peer {
    @WebService(serviceName = "Plane", portName = "Plane11", targetNamespace = PlanePort.NS,
        endpointInterface = "PlanePort", wsdlLocation = "rpc_literal.wsdl")
    @BindingType(SOAPBinding.SOAP11HTTP_BINDING)
    public static class Plane11 implements PlanePort {
        public Point scale(Point point, int by, String session) { return scaled(point, by, session, false); }
        public void reset() {}
    }

    @WebService(serviceName = "Plane", portName = "Plane12", targetNamespace = PlanePort.NS,
        endpointInterface = "PlanePort", wsdlLocation = "rpc_literal.wsdl")
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static class Plane12 implements PlanePort {
        public Point scale(Point point, int by, String session) { return scaled(point, by, session, true); }
        public void reset() {}
    }

    static PlanePort.Point scaled(PlanePort.Point point, int by, String session, boolean soap12) {
        if (session == null) throw refuse(soap12, "there is no session");
        if (!session.equals("open")) throw refuse(soap12, "the session is '" + session + "'");
        return new PlanePort.Point(point.x * by, point.y * by);
    }

    static SOAPFaultException refuse(boolean soap12, String reason) {
        try {
            String protocol = soap12 ? SOAPConstants.SOAP_1_2_PROTOCOL : SOAPConstants.SOAP_1_1_PROTOCOL;
            QName client = new QName(SOAPConstants.URI_NS_SOAP_1_1_ENVELOPE, "Client");
            QName code = soap12 ? SOAPConstants.SOAP_SENDER_FAULT : client;
            return new SOAPFaultException(SOAPFactory.newInstance(protocol).createFault(reason, code));
        } catch (SOAPException error) {
            throw new IllegalStateException(error);
        }
    }

    @MTOM
    @WebService(serviceName = "Archive", portName = "ArchiveSoap", targetNamespace = ArchivePort.NS,
        endpointInterface = "ArchivePort", wsdlLocation = "attachments.wsdl")
    public static class Archive implements ArchivePort {
        /** What is stored comes back as it is, backwards, and with the title's octets. */
        public Stored store(Store request) {
            byte[] content = request.content;
            byte[] backwards = new byte[content.length];
            for (int i = 0; i < content.length; i++) backwards[i] = content[content.length - 1 - i];
            Stored stored = new Stored();
            stored.copy.add(content);
            stored.copy.add(backwards);
            stored.copy.add(request.title.getBytes(StandardCharsets.UTF_8));
            return stored;
        }

        /** The logo comes back as what the cover refers to. */
        public Cover bind(String album, DataHandler logo, String notes) {
            if (logo == null || notes == null) throw refuse(false, album + " has no logo, or no notes");
            Cover cover = new Cover();
            cover.picture = logo;
            return cover;
        }
    }

    public static void main(String[] args) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 0);
        server.setExecutor(Executors.newFixedThreadPool(4));
        HttpContext plane11 = server.createContext("/11/plane");
        HttpContext plane12 = server.createContext("/12/plane");
        Endpoint.create(new Plane11()).publish(plane11);
        Endpoint.create(new Plane12()).publish(plane12);
        // Plane with WS-Addressing, in version 1.0 and in that of August 2004.
        Endpoint.create(new Plane11(), new AddressingFeature(true, true)).publish(server.createContext("/addressed/plane"));
        Endpoint.create(new Plane11(), new MemberSubmissionAddressingFeature(true, true)).publish(server.createContext("/august/plane"));
        Endpoint.create(new Archive()).publish(server.createContext("/archive"));
        // Both versions at one address, told apart by the content type.
        server.createContext("/plane", exchange -> {
            String type = exchange.getRequestHeaders().getFirst("Content-Type");
            boolean soap12 = type != null && type.startsWith("application/soap+xml");
            (soap12 ? plane12 : plane11).getHandler().handle(exchange);
        });
        server.start();
    }
}
