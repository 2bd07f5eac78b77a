"""Calls CustomerCareService with suds, and compares what comes back: client.py URL WSDL CASES."""
import logging
import pathlib
import sys

import suds
import suds.client
from suds.sax.element import Element

from customer_care import CREATED, Calls, is_recent, request

url, wsdl, cases = sys.argv[1:]
NAMESPACE = ('care', 'http://ws.southernco.com/CustSvc-iHub')


class Received(suds.plugin.MessagePlugin):
    """Keeps the header of the reply, which suds does not return."""

    def received(self, context):
        self.reply = context.reply


def header(token):
    def holder(name, id):
        outer = Element(name, ns=NAMESPACE)
        inner = Element('BinarySecurityToken', ns=NAMESPACE)
        inner.append(Element('ID', ns=NAMESPACE).setText(id))
        return outer.append(inner)

    block = Element('ScCredentials', ns=NAMESPACE)
    block.append(holder('DirectUserNameToken', token))
    block.append(Element('Created', ns=NAMESPACE).setText(CREATED))
    return block.append(holder('OriginatingUserNameToken', 'originating-token'))


def answered(result, reply, token, line):
    base, explanation = result.BaseResponse, result.ExplanationCode
    found = [base.ResponseCode, base.ResponseDescription, explanation.Code]
    found += [base.ErrorData.ErrorCode] if 'ErrorData' in base else []
    if explanation.Description != line:
        found.append(f'received {explanation.Description}')
    back = suds.sax.parser.Parser().parse(string=reply).root().getChild('Header').getChild('ScCredentials')
    id = back.getChild('DirectUserNameToken').getChild('BinarySecurityToken').getChild('ID').getText()
    if (id, back.getChild('Created').getText()) != (token, CREATED):
        found.append(f'header {back}')
    if not is_recent(base.MessageDateTime):
        found.append(f'time {base.MessageDateTime}')
    return ' '.join(str(one) for one in found)


def refused(document):
    fault = document.root().getChild('Body').getChild('Fault')
    code, reason, detail = (fault.getChild(name) for name in ['faultcode', 'faultstring', 'detail'])
    number, message = (child.getText() for child in detail.getChild('ServiceFault').getChildren())
    reason = reason.getText()
    return f"{code.getText().split(':')[-1]} {number} {reason}" + ('' if message == reason else f' {message}')


def outcome(client, received, token, line):
    client.set_options(soapheaders=None if token == '-' else header(token))
    try:
        return answered(client.service.UpdateCustomerPIN(request(line)), received.reply, token, line)
    except suds.WebFault as fault:
        return refused(fault.document)


logging.getLogger('suds').setLevel(logging.CRITICAL)
received = Received()
where = wsdl if '://' in wsdl else pathlib.Path(wsdl).resolve().as_uri()
# suds writes SOAP 1.1 at every port.
client = suds.client.Client(where, cache=None, plugins=[received], location=url, port='CustomerCareServiceSoap')
calls = Calls()
calls.make(cases, '1.1', 'Client', lambda token, line: outcome(client, received, token, line))
calls.finish()
