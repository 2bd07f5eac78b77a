"""Calls CustomerCareService with suds, and compares what comes back: client.py URL WSDL CASES."""
import datetime
import logging
import pathlib
import sys

import suds
import suds.client
from suds.sax.element import Element

url, wsdl, cases = sys.argv[1:]
NAMESPACE = ('care', 'http://ws.southernco.com/CustSvc-iHub')
CREATED = 'now & <then> é'


class Received(suds.plugin.MessagePlugin):
    """Keeps the header of the reply, which suds does not return."""

    def received(self, context):
        self.reply = context.reply


def given(text):
    return None if text == '-' else text


def request(line):
    operation, account, customer, access, pin, kind, email, contact, user, message, time, pairs = line.split('|')
    pairs = [pair.split('=') for pair in pairs.split(';') if pair]
    return {
        'BaseRequest': given(time) and {
            'UserId': given(user), 'MessageDateTime': datetime.datetime.fromisoformat(time.replace('Z', '+00:00')),
            'MessageId': given(message),
            'NameValue': [{'Name': given(name), 'Value': given(value)} for name, value in pairs]},
        'OperationType': operation, 'AccountNumber': given(account), 'CustomerNumber': given(customer),
        'AccountAccessCode': given(access), 'PIN': given(pin), 'CorrespondenceType': given(contact),
        'Email': given(kind) and {'EmailType': kind, 'Email': given(email)}}


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
    if abs(datetime.datetime.now(datetime.timezone.utc) - base.MessageDateTime) > datetime.timedelta(hours=1):
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
calls = failed = 0
for row in open(cases, encoding='utf-8').read().splitlines()[1:]:
    name, token, line, expected = row.split('\t')
    expected = expected.replace('{Sender}', 'Client')
    found = outcome(client, received, token, line)
    calls += 1
    failed += found != expected
    print(f'ok 1.1 {name}' if found == expected else f'FAILED 1.1 {name}: it is {found}, not {expected}')
print(f'calls: {calls}, failed: {failed}')
sys.exit(failed > 0)
