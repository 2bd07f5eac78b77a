/* peer call FOLDER text|digest|signature: writes a request with this security.
   peer serve FOLDER user|signature: answers the request on the standard input, once its security holds. */
#include <string.h>

#include <openssl/pem.h>

#include "pay.nsmap"
#include "soapH.h"
#include "wsseapi.h"

static const char *folder, *kind;
static char certificate[1024];

static void *load(const char *name, int is_key) {
  char path[1024];
  FILE *file;
  void *loaded;
  snprintf(path, sizeof path, "%s/%s", folder, name);
  file = fopen(path, "r");
  if (!file)
    exit(2);
  loaded = is_key ? (void *)PEM_read_PrivateKey(file, NULL, NULL, NULL) : (void *)PEM_read_X509(file, NULL, NULL, NULL);
  fclose(file);
  return loaded;
}

static int check_user(struct soap *soap) {
  const char *user = soap_wsse_get_Username(soap);
  if (!user || strcmp(user, "ada"))
    return soap_wsse_fault(soap, wsse__FailedAuthentication, "nobody of that name");
  return soap_wsse_verify_Password(soap, "secret");
}

int ns__pay(struct soap *soap, char *amount, struct ns__payResponse *response) {
  int fails = strcmp(kind, "user") ? soap_wsse_verify_Timestamp(soap) || soap_wsse_verify_body(soap) : check_user(soap);
  if (fails)
    return soap->error;
  soap_wsse_delete_Security(soap);
  response->paid = amount;
  return SOAP_OK;
}

static int serve(struct soap *soap) {
  if (!strcmp(kind, "signature")) {
    soap_wsse_verify_auto(soap, SOAP_SMD_VRFY_RSA_SHA256, NULL, 0);
    snprintf(certificate, sizeof certificate, "%s/certificate.pem", folder);
    soap->cafile = certificate;
  }
  return soap_serve(soap);
}

static int sign(struct soap *soap) {
  soap_wsse_add_Timestamp(soap, "Time", 60);
  return soap_wsse_add_BinarySecurityTokenX509(soap, "Token", load("certificate.pem", 0)) ||
         soap_wsse_add_KeyInfo_SecurityTokenReferenceX509(soap, "#Token") ||
         soap_wsse_sign_body(soap, SOAP_SMD_SIGN_RSA_SHA256, load("key.pem", 1), 0);
}

int main(int argc, char **argv) {
  struct soap *soap = soap_new1(SOAP_XML_CANONICAL);
  struct ns__payResponse response;
  if (argc != 4)
    return 2;
  folder = argv[2];
  kind = argv[3];
  soap_register_plugin(soap, soap_wsse);
  if (!strcmp(argv[1], "serve"))
    return serve(soap);
  if (!strcmp(kind, "text"))
    soap_wsse_add_UsernameTokenText(soap, "User", "ada", "secret");
  else if (!strcmp(kind, "digest"))
    soap_wsse_add_UsernameTokenDigest(soap, "User", "ada", "secret");
  else if (sign(soap))
    return 1;
  /* Without an endpoint it goes to the standard output; there is no reply. */
  soap_call_ns__pay(soap, "", NULL, "100", &response);
  return 0;
}
