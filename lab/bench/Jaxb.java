// The same messages with JAXB as JAX-WS uses it, in memory. Called as timing.rs says, but it does not
// count instructions.

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import javax.xml.bind.JAXBContext;
import javax.xml.bind.JAXBElement;
import javax.xml.bind.Marshaller;
import javax.xml.bind.Unmarshaller;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import orders.EchoOrder;
import orders.ListRecordsResponse;
import orders.Session;

public final class Jaxb {
    private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final String ORDERS = "urn:example:orders";
    /** So long work is done before it counts: the JVM compiles what is hot meanwhile. */
    private static final long WARMING = 3_000_000_000L;
    private static final long BATCH = 100_000_000L;
    private static final int BATCHES = 9;

    private interface Work {
        void run() throws Exception;
    }

    private record Message<B>(Session header, B body) {}

    private final XMLInputFactory readers = XMLInputFactory.newInstance();
    private final XMLOutputFactory writers = XMLOutputFactory.newInstance();
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(1 << 16);
    private final Unmarshaller unmarshaller;
    private final Marshaller marshaller;

    private Jaxb() throws Exception {
        JAXBContext context = JAXBContext.newInstance("orders");
        unmarshaller = context.createUnmarshaller();
        marshaller = context.createMarshaller();
        marshaller.setProperty(Marshaller.JAXB_FRAGMENT, true);
        readers.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    }

    private <B> Message<B> read(byte[] message, Class<B> type) throws Exception {
        XMLStreamReader reader = readers.createXMLStreamReader(new ByteArrayInputStream(message));
        goInto(reader, "Header");
        Session header = unmarshaller.unmarshal(reader, Session.class).getValue();
        goInto(reader, "Body");
        B body = unmarshaller.unmarshal(reader, type).getValue();
        while (reader.hasNext()) {
            reader.next();
        }
        return new Message<>(header, body);
    }

    /** Goes to the first element inside of one of the envelope. */
    private static void goInto(XMLStreamReader reader, String local) throws Exception {
        while (!reader.isStartElement() || !reader.getLocalName().equals(local)) {
            reader.next();
        }
        reader.nextTag();
    }

    private <B> void write(Message<B> message, Class<B> type, String element) throws Exception {
        buffer.reset();
        XMLStreamWriter writer = writers.createXMLStreamWriter(buffer, "UTF-8");
        writer.writeStartDocument("UTF-8", "1.0");
        writer.writeStartElement("soap", "Envelope", SOAP);
        writer.writeNamespace("soap", SOAP);
        writer.writeNamespace("t", ORDERS);
        writer.setPrefix("t", ORDERS);
        writer.writeStartElement("soap", "Header", SOAP);
        marshal(writer, "Session", Session.class, message.header());
        writer.writeEndElement();
        writer.writeStartElement("soap", "Body", SOAP);
        marshal(writer, element, type, message.body());
        writer.writeEndDocument();
        writer.close();
    }

    private <T> void marshal(XMLStreamWriter writer, String local, Class<T> type, T value)
            throws Exception {
        QName name = new QName(ORDERS, local, "t");
        marshaller.marshal(new JAXBElement<>(name, type, value), writer);
    }

    private static void time(String name, Work work) throws Exception {
        long start = System.nanoTime();
        long runs = 0;
        while (System.nanoTime() - start < WARMING) {
            work.run();
            runs++;
        }
        long count = Math.max(1, runs * BATCH / WARMING);
        double[] batches = new double[BATCHES];
        for (int batch = 0; batch < BATCHES; batch++) {
            start = System.nanoTime();
            for (long run = 0; run < count; run++) {
                work.run();
            }
            batches[batch] = (double) (System.nanoTime() - start) / count;
        }
        Arrays.sort(batches);
        System.out.printf(Locale.ROOT, "%s %.1f%n", name, batches[BATCHES / 2]);
    }

    public static void main(String[] arguments) throws Exception {
        byte[] small = Files.readAllBytes(Path.of(arguments[0]));
        byte[] big = Files.readAllBytes(Path.of(arguments[1]));
        Jaxb jaxb = new Jaxb();
        time("read-small", () -> jaxb.read(small, EchoOrder.class));
        time("read-big", () -> jaxb.read(big, ListRecordsResponse.class));
        Message<EchoOrder> order = jaxb.read(small, EchoOrder.class);
        time("write-small", () -> jaxb.write(order, EchoOrder.class, "EchoOrder"));
        Message<ListRecordsResponse> records = jaxb.read(big, ListRecordsResponse.class);
        time("write-big", () -> jaxb.write(records, ListRecordsResponse.class, "ListRecordsResponse"));
    }
}
