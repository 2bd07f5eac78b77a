// Security by node-soap, verified by another program, and the other way around: filter.js FOLDER WSDL COMMAND…
const fs = require('fs');
const http = require('http');
const { spawnSync } = require('child_process');
const soap = require('soap');

const [folder, wsdl, command, ...first] = process.argv.slice(2);
const KEY = `${folder}/key.pem`;
const CERTIFICATE = `${folder}/certificate.pem`;
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const REQUEST = { updateCustomerPINRequest: { OperationType: 'Set', AccountNumber: 'a & <b> é', PIN: '100' } };
let calls = 0;
let failed = 0;

function report(what, holds, detail) {
  calls += 1;
  failed += !holds;
  console.log(holds ? `ok ${what}` : `FAILED ${what} ${detail}`);
}

function ours(args, input) {
  const done = spawnSync(command, [...first, ...args], { input, encoding: 'utf8', timeout: 120000 });
  return { out: done.stdout, error: done.stderr };
}

// Returns the envelope that node-soap sends with this security.
async function theirs(is12, security) {
  let sent;
  const request = (url, data, callback) => {
    sent = data;
    callback(null, { statusCode: 202, headers: {} }, '');
  };
  const client = await soap.createClientAsync(wsdl, { httpClient: { request }, forceSoap12Headers: is12 });
  if (security) client.setSecurity(security);
  await new Promise(resolve => client.UpdateCustomerPIN(REQUEST, resolve));
  return sent;
}

function verified(what, kind, envelope, expected) {
  const { out, error } = ours(['verify', ...kind], envelope);
  report(what, out === expected, error + envelope);
}

function refused(what, kind, envelope, code) {
  const { out, error } = ours(['verify', ...kind], envelope);
  report(what, !out && error.includes(code), out + error + envelope);
}

async function users(version, is12) {
  for (const passwordType of ['PasswordText', 'PasswordDigest']) {
    const user = password => theirs(is12, new soap.WSSecurity('ada', password, { passwordType }));
    verified(`user, ${passwordType}, ${version}, to us`, ['user'], await user('secret'), 'ada -\n');
    refused(`wrong password, ${passwordType}, ${version}, to us`, ['user'], await user('other'), 'FailedAuthentication');
  }
}

async function signatures(version, is12) {
  const ways = {
    'as by default': {},
    'without the transform of enveloped signatures': { signatureAlgorithm: RSA_SHA256, signatureTransformations: [EXCLUSIVE] },
    'with ids of WS-Security': { signerOptions: { idMode: 'wssecurity' } },
  };
  for (const [about, options] of Object.entries(ways)) {
    const what = `signature ${about}, ${version}, to us`;
    const [key, certificate] = [KEY, CERTIFICATE].map(path => fs.readFileSync(path));
    const message = await theirs(is12, new soap.WSSecurityCert(key, certificate, '', options));
    verified(what, ['signature', CERTIFICATE], message, '- signed\n');
    const changed = message.replace('>100<', '>900<');
    refused(`${what}, changed`, ['signature', CERTIFICATE], changed, 'FailedCheck');
  }
}

// node-soap verifies no signatures.
function isKnown(security) {
  const { Username, Password, Nonce, Created } = security.UsernameToken;
  const isDigest = Password.attributes.Type.endsWith('#PasswordDigest');
  const text = value => value.$value ?? value;
  const expected = isDigest ? soap.passwordDigest(text(Nonce), text(Created), 'secret') : 'secret';
  return Username === 'ada' && Password.$value === expected;
}

async function ourUsers(version, is12) {
  const server = http.createServer();
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const operation = () => ({ UpdateCustomerPINResult: { BaseResponse: { ResponseCode: '0' } } });
  const ports = Object.keys((await soap.createClientAsync(wsdl)).describe().CustomerCareService);
  const service = Object.fromEntries(ports.map(port => [port, { UpdateCustomerPIN: operation }]));
  const listener = soap.listen(server, '/', { CustomerCareService: service }, fs.readFileSync(wsdl, 'utf8'));
  listener.authenticate = isKnown;
  const type = is12 ? 'application/soap+xml' : 'text/xml';
  const answer = async body => {
    const headers = { 'Content-Type': `${type}; charset=utf-8` };
    const reply = await fetch(`http://127.0.0.1:${server.address().port}/`, { method: 'POST', body, headers });
    return reply.text();
  };
  const plain = await theirs(is12);
  for (const kind of ['text', 'digest']) {
    const { out, error } = ours(['apply', kind], plain);
    const reply = await answer(out);
    report(`user, ${kind}, ${version}, from us`, reply.includes('ResponseCode>0<'), error + reply);
    const other = await answer(out.replace('>ada<', '>eve<'));
    report(`another user, ${kind}, ${version}, from us`, !other.includes('ResponseCode>0<'), other);
  }
  server.close();
  server.closeAllConnections();
}

async function main() {
  for (const [version, is12] of [['1.1', false], ['1.2', true]]) {
    await users(version, is12);
    await signatures(version, is12);
    await ourUsers(version, is12);
  }
  console.log(`calls: ${calls}, failed: ${failed}`);
}

main();
