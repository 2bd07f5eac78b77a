import java.util.Collections;
import java.util.List;
import org.apache.ws.security.WSConstants;
import org.apache.ws.security.WSDocInfo;
import org.apache.ws.security.WSSecurityEngineResult;
import org.apache.ws.security.WSSecurityException;
import org.apache.ws.security.handler.RequestData;
import org.apache.ws.security.processor.Processor;
import org.w3c.dom.Element;

/** Accepts every assertion, for signatures that cover it. WSS4J needs OpenSAML for Java to verify the assertion itself. */
final class AssertionReader implements Processor {
    @Override
    public List<WSSecurityEngineResult> handleToken(Element assertion, RequestData data, WSDocInfo document)
        throws WSSecurityException {
        document.addTokenElement(assertion);
        return Collections.singletonList(new WSSecurityEngineResult(WSConstants.ST_UNSIGNED, Collections.emptyList()));
    }
}
