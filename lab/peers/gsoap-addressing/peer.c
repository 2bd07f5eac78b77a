/* Plane with WS-Addressing: replies over the connection, or at the address that the request names. */
#include <string.h>

#include "PlaneSoap.nsmap"
#include "plane_actions.h"
#include "soapH.h"
#include "wsaapi.h"

int ns2__scale(struct soap *soap, struct ns1__Point *point, int by, struct ns2__scaleResponse *response)
{
    if (soap_wsa_check(soap))
        return soap->error;
    if (!soap->header->ns1__Session)
        return soap_wsa_sender_fault(soap, "there is no session", NULL);
    response->result = soap_new_ns1__Point(soap, 1);
    response->result->x = point->x * by;
    response->result->y = point->y * by;
    /* The session is a header block of requests alone. */
    soap->header->ns1__Session = NULL;
    return soap_wsa_reply(soap, soap_wsa_rand_uuid(soap), SCALE_REPLY);
}

int ns2__scale_(struct soap *soap, struct ns1__Point *point, int by, struct ns2__scaleResponse_ *response)
{
    return ns2__scale(soap, point, by, (struct ns2__scaleResponse *)response);
}

int ns2__reset(struct soap *soap, struct ns2__resetResponse *response)
{
    return soap_wsa_check(soap) || soap_wsa_reply(soap, soap_wsa_rand_uuid(soap), RESET_REPLY) ? soap->error : SOAP_OK;
}

int ns2__reset_(struct soap *soap, struct ns2__resetResponse_ *response)
{
    return ns2__reset(soap, NULL);
}

/* Faults that arrive as requests. Services receive none. */
int SOAP_ENV__Fault(struct soap *soap, char *code, char *text, char *actor, struct SOAP_ENV__Detail *detail, struct SOAP_ENV__Code *code12,
    struct SOAP_ENV__Reason *reason, char *node, char *role, struct SOAP_ENV__Detail *detail12)
{
    return soap->error = SOAP_NO_METHOD;
}

int main(int count, char **arguments)
{
    struct soap *soap = soap_new1(SOAP_C_UTFSTRING);
    soap_register_plugin(soap, soap_wsa);
    soap->bind_flags = SO_REUSEADDR;
    if (count < 2 || !soap_valid_socket(soap_bind(soap, "127.0.0.1", atoi(arguments[1]), 10))) {
        soap_print_fault(soap, stderr);
        return 1;
    }
    while (soap_valid_socket(soap_accept(soap))) {
        soap_serve(soap);
        soap_destroy(soap);
        soap_end(soap);
    }
    return 0;
}
