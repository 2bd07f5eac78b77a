"""Calls CustomerCareService with zeep, and compares what comes back: client.py URL WSDL CASES."""
import datetime
import sys

import zeep

url, wsdl, cases = sys.argv[1:]
CREATED = 'now & <then> é'


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
    holder = lambda id: {'BinarySecurityToken': {'ID': id}}
    return {'ScCredentials': {'DirectUserNameToken': holder(token), 'Created': CREATED,
                              'OriginatingUserNameToken': holder('originating-token')}}


def answered(reply, token, line):
    result, back = reply.body.UpdateCustomerPINResult, reply.header.ScCredentials
    base, error = result.BaseResponse, result.BaseResponse.ErrorData
    age = datetime.datetime.now(datetime.timezone.utc) - base.MessageDateTime
    found = [base.ResponseCode, base.ResponseDescription, result.ExplanationCode.Code] + ([error.ErrorCode] if error else [])
    if result.ExplanationCode.Description != line:
        found.append(f'received {result.ExplanationCode.Description}')
    if (back.DirectUserNameToken.BinarySecurityToken.ID, back.Created) != (token, CREATED):
        found.append(f'header {back}')
    if abs(age) > datetime.timedelta(hours=1):
        found.append(f'time {base.MessageDateTime}')
    return ' '.join(found)


def outcome(service, token, line):
    try:
        headers = None if token == '-' else header(token)
        return answered(service.UpdateCustomerPIN(request(line), _soapheaders=headers), token, line)
    except zeep.exceptions.Fault as fault:
        detail = fault.detail.find('{http://ws.southernco.com/CustSvc-iHub}ServiceFault')
        code, message = (child.text for child in detail)
        return f"{fault.code.split(':')[-1]} {code} {fault.message}" + ('' if message == fault.message else f' {message}')


calls = failed = 0
client = zeep.Client(wsdl)
for version, port, sender in [('1.1', 'Soap', 'Client'), ('1.2', 'Soap12', 'Sender')]:
    service = client.create_service('{http://ws.southernco.com/CustSvc-iHub}CustomerCareService' + port, url)
    for row in open(cases, encoding='utf-8').read().splitlines()[1:]:
        name, token, line, expected = row.split('\t')
        expected = expected.replace('{Sender}', sender)
        found = outcome(service, token, line)
        calls += 1
        failed += found != expected
        print(f'ok {version} {name}' if found == expected else f'FAILED {version} {name}: it is {found}, not {expected}')
print(f'calls: {calls}, failed: {failed}')
sys.exit(failed > 0)
