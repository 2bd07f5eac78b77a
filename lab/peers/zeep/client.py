"""Calls CustomerCareService with zeep, and compares what comes back: client.py URL WSDL CASES."""
import sys

import zeep

from customer_care import CREATED, Calls, is_recent, request

url, wsdl, cases = sys.argv[1:]


def header(token):
    holder = lambda id: {'BinarySecurityToken': {'ID': id}}
    return {'ScCredentials': {'DirectUserNameToken': holder(token), 'Created': CREATED,
                              'OriginatingUserNameToken': holder('originating-token')}}


def answered(reply, token, line):
    result, back = reply.body.UpdateCustomerPINResult, reply.header.ScCredentials
    base, error = result.BaseResponse, result.BaseResponse.ErrorData
    found = [base.ResponseCode, base.ResponseDescription, result.ExplanationCode.Code] + ([error.ErrorCode] if error else [])
    if result.ExplanationCode.Description != line:
        found.append(f'received {result.ExplanationCode.Description}')
    if (back.DirectUserNameToken.BinarySecurityToken.ID, back.Created) != (token, CREATED):
        found.append(f'header {back}')
    if not is_recent(base.MessageDateTime):
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


calls = Calls()
client = zeep.Client(wsdl)
for version, port, sender in [('1.1', 'Soap', 'Client'), ('1.2', 'Soap12', 'Sender')]:
    service = client.create_service('{http://ws.southernco.com/CustSvc-iHub}CustomerCareService' + port, url)
    calls.make(cases, version, sender, lambda token, line: outcome(service, token, line))
calls.finish()
