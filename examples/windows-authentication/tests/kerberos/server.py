"""A service that authenticates each request with GSSAPI: server.py KEYTAB REPLY."""

import base64
import http.server
import sys

import gssapi


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        if scheme != "Negotiate":
            return self.answer(401, "Negotiate")
        try:
            store = {"keytab": sys.argv[1]}
            credentials = gssapi.Credentials(usage="accept", store=store)
            context = gssapi.SecurityContext(creds=credentials, usage="accept")
            proof = context.step(base64.b64decode(token))
        except gssapi.exceptions.GSSError as error:
            print(f"rejected: {error}", flush=True)
            return self.answer(401, "Negotiate")
        print(f"accepted: {context.initiator_name}", flush=True)
        if self.path == "/forged":
            proof = proof[:-1] + bytes([proof[-1] ^ 1])
        if self.path == "/silent":
            return self.answer(200, "Negotiate")
        return self.answer(200, "Negotiate " + base64.b64encode(proof).decode())

    def answer(self, status, challenge):
        body = sys.argv[2].encode() if status == 200 else b"<h1>401</h1>"
        self.send_response(status)
        self.send_header("WWW-Authenticate", challenge)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
