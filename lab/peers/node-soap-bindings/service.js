// Serves the operation Store of Archive with node-soap: service.js PORT WSDL.
const fs = require('fs');
const http = require('http');
const soap = require('soap');

const [port, wsdl] = process.argv.slice(2);

// The content, the content backwards, and the octets of the title.
function Store({ title, content }) {
  const octets = Buffer.from(content || '', 'base64');
  const copies = [octets, Buffer.from(octets).reverse(), Buffer.from(title, 'utf8')];
  return { copy: copies.map(copy => copy.toString('base64')) };
}

const server = http.createServer((request, response) => response.writeHead(404).end());
server.listen(Number(port), '127.0.0.1', () => {
  soap.listen(server, { path: '/archive', services: { Archive: { ArchiveSoap: { Store } } }, xml: fs.readFileSync(wsdl, 'utf8') });
});
