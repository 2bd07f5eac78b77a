import javax.jws.WebMethod;
import javax.jws.WebParam;
import javax.jws.WebResult;
import javax.jws.WebService;
import javax.jws.soap.SOAPBinding;
import javax.xml.bind.annotation.XmlAccessType;
import javax.xml.bind.annotation.XmlAccessorType;
import javax.xml.bind.annotation.XmlElement;
import javax.xml.bind.annotation.XmlType;

/** The port type of Plane. */
@WebService(name = "PlanePort", targetNamespace = PlanePort.NS)
@SOAPBinding(style = SOAPBinding.Style.RPC)
public interface PlanePort {
    String NS = "urn:example:rpc";

    @WebMethod(action = "urn:scale")
    @WebResult(name = "result", partName = "result")
    Point scale(
        @WebParam(name = "point", partName = "point") Point point,
        @WebParam(name = "by", partName = "by") int by,
        @WebParam(name = "Session", targetNamespace = NS, partName = "session", header = true) String session);

    @WebMethod
    void reset();

    @XmlAccessorType(XmlAccessType.FIELD)
    @XmlType(name = "Point", namespace = NS, propOrder = { "x", "y" })
    class Point {
        @XmlElement(namespace = NS) int x;
        @XmlElement(namespace = NS) int y;

        Point() {}
        Point(int x, int y) { this.x = x; this.y = y; }
    }
}
