import care.*;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.List;
import javax.xml.datatype.DatatypeFactory;
import javax.xml.soap.SOAPFault;
import javax.xml.ws.BindingProvider;
import javax.xml.ws.Holder;
import javax.xml.ws.soap.SOAPFaultException;
import org.w3c.dom.Element;

/** Calls CustomerCareService with what wsimport made, and compares what comes back: Client URL CASES. */
public class Client {
    static final String CREATED = "now & <then> \u00e9";
    static final String NAMESPACE = "http://ws.southernco.com/CustSvc-iHub";

    public static void main(String[] arguments) throws Exception {
        int calls = 0, failed = 0;
        List<String> cases = Files.readAllLines(Paths.get(arguments[1]));
        CustomerCareService service = new CustomerCareService();
        for (String version : new String[] {"1.1", "1.2"}) {
            boolean is11 = version.equals("1.1");
            CustomerCareServiceSoap port = is11 ? service.getCustomerCareServiceSoap() : service.getCustomerCareServiceSoap12();
            ((BindingProvider) port).getRequestContext().put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, arguments[0]);
            for (String row : cases.subList(1, cases.size())) {
                String[] cells = row.split("\t");
                String expected = cells[3].replace("{Sender}", is11 ? "Client" : "Sender");
                String found = outcome(port, cells[1], cells[2]);
                boolean same = found.equals(expected);
                calls++;
                failed += same ? 0 : 1;
                System.out.println((same ? "ok " : "FAILED ") + version + " " + cells[0] + (same ? "" : ": it is " + found + ", not " + expected));
            }
        }
        System.out.println("calls: " + calls + ", failed: " + failed);
        System.exit(failed == 0 ? 0 : 1);
    }

    static String outcome(CustomerCareServiceSoap port, String token, String line) throws Exception {
        Holder<ScCredentials> header = new Holder<>(token.equals("-") ? null : credentials(token));
        try {
            return answered(port.updateCustomerPIN(request(line), header), header.value, token, line);
        } catch (SOAPFaultException exception) {
            SOAPFault fault = exception.getFault();
            Element detail = (Element) fault.getDetail().getElementsByTagNameNS(NAMESPACE, "ServiceFault").item(0);
            String message = text(detail, "Message"), reason = fault.getFaultString();
            return fault.getFaultCodeAsQName().getLocalPart() + " " + text(detail, "Code") + " " + reason + (message.equals(reason) ? "" : " " + message);
        }
    }

    static String text(Element parent, String name) {
        return parent.getElementsByTagNameNS(NAMESPACE, name).item(0).getTextContent();
    }

    static String answered(UpdateCustomerPINReply reply, ScCredentials back, String token, String line) {
        BaseResponse base = reply.getBaseResponse();
        String found = base.getResponseCode() + " " + base.getResponseDescription() + " " + reply.getExplanationCode().getCode();
        if (base.getErrorData() != null)
            found += " " + base.getErrorData().getErrorCode();
        if (!line.equals(reply.getExplanationCode().getDescription()))
            found += " received " + reply.getExplanationCode().getDescription();
        if (back == null || !back.getDirectUserNameToken().getBinarySecurityToken().getID().equals(token) || !back.getCreated().equals(CREATED))
            found += " another header";
        long time = base.getMessageDateTime().toGregorianCalendar().getTimeInMillis();
        return Math.abs(System.currentTimeMillis() - time) > 3600_000 ? found + " time " + base.getMessageDateTime() : found;
    }

    static ScCredentials credentials(String token) {
        ScCredentials credentials = new ScCredentials();
        credentials.setDirectUserNameToken(userNameToken(token));
        credentials.setOriginatingUserNameToken(userNameToken("originating-token"));
        credentials.setCreated(CREATED);
        return credentials;
    }

    static UserNameToken userNameToken(String id) {
        UserNameToken token = new UserNameToken();
        token.setBinarySecurityToken(new BinarySecurityToken());
        token.getBinarySecurityToken().setID(id);
        return token;
    }

    static UpdateCustomerPINRequest request(String line) throws Exception {
        String[] cells = line.split("\\|", -1);
        UpdateCustomerPINRequest request = new UpdateCustomerPINRequest();
        request.setOperationType(OperationType.fromValue(cells[0]));
        request.setAccountNumber(given(cells[1]));
        request.setCustomerNumber(given(cells[2]));
        request.setAccountAccessCode(given(cells[3]));
        request.setPIN(given(cells[4]));
        if (given(cells[5]) != null) {
            request.setEmail(new Email());
            request.getEmail().setEmailType(cells[5]);
            request.getEmail().setEmail(given(cells[6]));
        }
        request.setCorrespondenceType(given(cells[7]));
        if (given(cells[10]) != null)
            request.setBaseRequest(baseRequest(cells[8], cells[9], cells[10], cells[11]));
        return request;
    }

    static BaseRequest baseRequest(String user, String message, String time, String pairs) throws Exception {
        BaseRequest base = new BaseRequest();
        base.setUserId(given(user));
        base.setMessageId(given(message));
        base.setMessageDateTime(DatatypeFactory.newInstance().newXMLGregorianCalendar(time));
        for (String pair : pairs.isEmpty() ? new String[0] : pairs.split(";")) {
            NameValue nameValue = new NameValue();
            nameValue.setName(given(pair.split("=", -1)[0]));
            nameValue.setValue(given(pair.split("=", -1)[1]));
            base.getNameValue().add(nameValue);
        }
        return base;
    }

    static String given(String text) {
        return text.equals("-") ? null : text;
    }
}
