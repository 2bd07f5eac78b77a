import java.util.ArrayList;
import java.util.List;
import javax.activation.DataHandler;
import javax.jws.WebMethod;
import javax.jws.WebParam;
import javax.jws.WebResult;
import javax.jws.WebService;
import javax.jws.soap.SOAPBinding;
import javax.xml.bind.annotation.XmlAccessType;
import javax.xml.bind.annotation.XmlAccessorType;
import javax.xml.bind.annotation.XmlAttachmentRef;
import javax.xml.bind.annotation.XmlElement;
import javax.xml.bind.annotation.XmlType;

/** The port type of Archive. */
@WebService(name = "ArchivePort", targetNamespace = ArchivePort.NS)
@SOAPBinding(parameterStyle = SOAPBinding.ParameterStyle.BARE)
public interface ArchivePort {
    String NS = "urn:example:attachments";

    @WebMethod(operationName = "Store", action = "urn:store")
    @WebResult(name = "Stored", targetNamespace = NS, partName = "body")
    Stored store(@WebParam(name = "Store", targetNamespace = NS, partName = "body") Store request);

    @WebMethod(operationName = "Bind", action = "urn:bind")
    @WebResult(name = "Cover", targetNamespace = NS, partName = "body")
    Cover bind(
        @WebParam(name = "Album", targetNamespace = NS, partName = "body") String album,
        @WebParam(name = "logo", targetNamespace = "", partName = "logo") DataHandler logo,
        @WebParam(name = "notes", targetNamespace = "", partName = "notes") String notes);

    @XmlAccessorType(XmlAccessType.FIELD)
    @XmlType(name = "StoreType", namespace = NS, propOrder = { "title", "content" })
    class Store {
        @XmlElement(namespace = NS) String title;
        @XmlElement(namespace = NS) byte[] content;
    }

    @XmlAccessorType(XmlAccessType.FIELD)
    @XmlType(name = "StoredType", namespace = NS)
    class Stored {
        @XmlElement(namespace = NS) List<byte[]> copy = new ArrayList<>();
    }

    @XmlAccessorType(XmlAccessType.FIELD)
    @XmlType(name = "CoverType", namespace = NS)
    class Cover {
        @XmlElement(namespace = NS) @XmlAttachmentRef DataHandler picture;
    }
}
