// Calls the operation Store of Archive with node-soap: client.js URL WSDL.
const soap = require('soap');

const [url, wsdl] = process.argv.slice(2);
const TITLE = '<a> & "b" é中😀';

async function store(client, length) {
  const content = Buffer.from(Array.from({ length }, (_, index) => (index + 10) % 256));
  const [{ copy }] = await client.StoreAsync({ title: TITLE, content: content.toString('base64') });
  const found = copy.map(text => Buffer.from(text || '', 'base64'));
  const expected = [content, Buffer.from(content).reverse(), Buffer.from(TITLE, 'utf8')];
  return expected.every((octets, index) => octets.equals(found[index] || Buffer.of())) && found.length === 3;
}

async function main() {
  const client = await soap.createClientAsync(wsdl, { endpoint: `${url}/archive`, preserveWhitespace: true });
  let calls = 0, failed = 0;
  for (const length of [0, 1, 5, 200000]) {
    const same = await store(client, length).catch(error => { console.log(`${error}`); return false; });
    calls += 1;
    failed += !same;
    console.log(`${same ? 'ok' : 'FAILED'} archive: store ${length} octets`);
  }
  console.log(`calls: ${calls}, failed: ${failed}`);
  process.exit(failed > 0 ? 1 : 0);
}

main();
