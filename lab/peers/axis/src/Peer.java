import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.apache.axis.AxisFault;
import org.apache.axis.Message;
import org.apache.axis.MessageContext;
import org.apache.axis.configuration.FileProvider;
import org.apache.axis.server.AxisServer;

/** People (rpc/encoded) on Apache Axis, behind the JDK's HTTP server. */
public class Peer {
    private static AxisServer engine;

    public static void main(String[] args) throws Exception {
        engine = new AxisServer(new FileProvider("server-config.wsdd"));
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 0);
        server.createContext("/people", Peer::answer);
        server.start();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            exchange.sendResponseHeaders(405, -1);
            return;
        }
        MessageContext context = new MessageContext(engine);
        context.setTransportName("http");
        int status = 200;
        Message reply;
        try {
            context.setTargetService("people");
            byte[] octets = exchange.getRequestBody().readAllBytes();
            String type = exchange.getRequestHeaders().getFirst("Content-Type");
            context.setRequestMessage(new Message(new ByteArrayInputStream(octets), false, type, null));
            engine.invoke(context);
            reply = context.getResponseMessage();
        } catch (Exception error) {
            status = 500;
            reply = new Message(AxisFault.makeFault(error));
            reply.setMessageContext(context);
        }
        send(exchange, context, status, reply);
    }

    private static void send(HttpExchange exchange, MessageContext context, int status, Message reply) throws IOException {
        try (exchange) {
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            reply.writeTo(octets);
            exchange.getResponseHeaders().set("Content-Type", reply.getContentType(context.getSOAPConstants()));
            exchange.sendResponseHeaders(status, octets.size());
            octets.writeTo(exchange.getResponseBody());
        } catch (javax.xml.soap.SOAPException error) {
            throw new IOException(error);
        }
    }
}
