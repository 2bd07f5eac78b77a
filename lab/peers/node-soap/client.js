// Calls CustomerCareService with node-soap, and compares what comes back: client.js URL WSDL CASES.
const fs = require('fs');
const soap = require('soap');

const [url, wsdl, cases] = process.argv.slice(2);
const NAMESPACE = 'http://ws.southernco.com/CustSvc-iHub';
const CREATED = 'now & <then> é';
const given = text => (text === '-' ? undefined : text);

function request(line) {
  const [operation, account, customer, access, pin, kind, email, contact, user, message, time, pairs] = line.split('|');
  const pair = text => {
    const [name, value] = text.split('=');
    return { Name: given(name), Value: given(value) };
  };
  const base = {
    UserId: given(user), MessageDateTime: given(time), MessageId: given(message),
    NameValue: pairs.split(';').filter(text => text).map(pair),
  };
  const fields = {
    BaseRequest: given(time) && base, OperationType: operation, AccountNumber: given(account),
    CustomerNumber: given(customer), AccountAccessCode: given(access), PIN: given(pin),
    Email: given(kind) && { EmailType: kind, Email: given(email) }, CorrespondenceType: given(contact),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined).map(unqualified));
}

// node-soap ignores the form of a local element, so that it would be in the default namespace.
function unqualified([name, value]) {
  const attributes = { xmlns: '' };
  return [name, typeof value === 'object' ? { attributes, ...value } : { attributes, $value: value }];
}

function header(token) {
  const escape = text => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  const holder = (name, id) => `<${name}><BinarySecurityToken><ID>${id}</ID></BinarySecurityToken></${name}>`;
  return `<ScCredentials xmlns="${NAMESPACE}">${holder('DirectUserNameToken', token)}<Created>${escape(CREATED)}</Created>` +
    `${holder('OriginatingUserNameToken', 'originating-token')}</ScCredentials>`;
}

function answered([reply, , back], token, line) {
  const { BaseResponse: base, ExplanationCode: explanation } = reply.UpdateCustomerPINResult;
  const found = [base.ResponseCode, base.ResponseDescription, explanation.Code];
  if (base.ErrorData) found.push(base.ErrorData.ErrorCode);
  if (explanation.Description !== line) found.push(`received ${explanation.Description}`);
  const credentials = back.ScCredentials;
  if (credentials.DirectUserNameToken.BinarySecurityToken.ID !== token || credentials.Created !== CREATED)
    found.push(`header ${JSON.stringify(credentials)}`);
  if (!(Math.abs(base.MessageDateTime - Date.now()) < 3600000)) found.push(`time ${base.MessageDateTime}`);
  return found.join(' ');
}

// node-soap returns the fault of either version as it is written.
function refused(error) {
  const fault = error.root.Envelope.Body.Fault;
  const code = fault.faultcode || fault.Code.Value;
  const reason = fault.faultstring || fault.Reason.Text.$value || fault.Reason.Text;
  const detail = (fault.detail || fault.Detail || {}).ServiceFault || {};
  const text = value => (value && value.$value !== undefined ? value.$value : value);
  const [number, message] = Object.entries(detail).filter(([name]) => name !== 'attributes').map(([, value]) => text(value));
  return `${text(code).split(':').pop()} ${number} ${reason}` + (message === reason ? '' : ` ${message}`);
}

async function outcome(client, call, token, line) {
  client.clearSoapHeaders();
  if (token !== '-') client.addSoapHeader(header(token));
  try {
    const reply = await new Promise((resolve, reject) => {
      call({ updateCustomerPINRequest: request(line) }, (error, ...reply) => {
        if (error) reject(error);
        else resolve([reply[0], reply[1], reply[2]]);
      });
    });
    return answered(reply, token, line);
  } catch (error) {
    if (!error.root) return `${error}`;
    return refused(error);
  }
}

async function main() {
  let calls = 0, failed = 0;
  for (const [version, port, sender] of [['1.1', 'Soap', 'Client'], ['1.2', 'Soap12', 'Sender']]) {
    const options = { endpoint: url, preserveWhitespace: true, forceSoap12Headers: version === '1.2' };
    const client = await soap.createClientAsync(wsdl, options);
    const call = client.CustomerCareService[`CustomerCareService${port}`].UpdateCustomerPIN;
    for (const row of fs.readFileSync(cases, 'utf8').trimEnd().split('\n').slice(1)) {
      const [name, token, line, text] = row.split('\t');
      const expected = text.replace('{Sender}', sender);
      const found = await outcome(client, call, token, line);
      calls += 1;
      failed += found !== expected;
      console.log(found === expected ? `ok ${version} ${name}` : `FAILED ${version} ${name}: it is ${found}, not ${expected}`);
    }
  }
  console.log(`calls: ${calls}, failed: ${failed}`);
  process.exit(failed > 0 ? 1 : 0);
}

main();
