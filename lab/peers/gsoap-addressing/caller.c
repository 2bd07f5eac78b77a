/* Calls Plane with WS-Addressing. Replies come over the connection, or at the port after that of the service. */
#include <stdio.h>
#include <string.h>

#include "PlaneSoap.nsmap"
#include "plane_actions.h"
#include "soapH.h"
#include "wsaapi.h"

static int calls, failed;
static const char *url;
static char listener_address[100];

static void check(const char *name, const char *found, const char *expected)
{
    int same = !strcmp(found, expected);
    calls++;
    failed += !same;
    if (same)
        printf("ok addressed: %s\n", name);
    else
        printf("FAILED addressed: %s: it is %s, not %s\n", name, found, expected);
}

static void show_fault(struct soap *soap, char *found, size_t size)
{
    soap_set_fault(soap);
    const char *text = *soap_faultstring(soap);
    snprintf(found, size, "fault: %s", text ? text : "");
}

/* Shows a result. The action and the id of the request are part of it, since the plugin does not check them. */
static void show(struct soap *soap, const struct ns1__Point *point, const char *id, char *found, size_t size)
{
    const struct SOAP_ENV__Header *header = soap->header;
    if (!header || !header->wsa5__RelatesTo || strcmp(header->wsa5__RelatesTo->__item, id))
        snprintf(found, size, "a reply to another request");
    else if (!header->wsa5__Action || strcmp(header->wsa5__Action, SCALE_REPLY))
        snprintf(found, size, "another action: %s", header->wsa5__Action ? header->wsa5__Action : "none");
    else
        snprintf(found, size, "%d %d", point->x, point->y);
}

static struct soap *new_soap(void)
{
    struct soap *soap = soap_new1(SOAP_C_UTFSTRING);
    soap_register_plugin(soap, soap_wsa);
    soap->connect_timeout = soap->send_timeout = soap->recv_timeout = soap->accept_timeout = 10;
    return soap;
}

static void free_soap(struct soap *soap)
{
    soap_destroy(soap);
    soap_end(soap);
    soap_free(soap);
}

/* Receives a reply or a fault at the listener. */
static void receive(struct soap *soap, const char *id, char *found, size_t size)
{
    if (!soap_valid_socket(soap_accept(soap)) || soap_begin_recv(soap) || soap_envelope_begin_in(soap) || soap_recv_header(soap)
        || soap_body_begin_in(soap)) {
        show_fault(soap, found, size);
        return;
    }
    struct ns2__scaleResponse *response = soap_get_ns2__scaleResponse(soap, NULL, "ns2:scaleResponse", NULL);
    if (response)
        show(soap, response->result, id, found, size);
    else {
        soap->error = SOAP_OK;
        snprintf(found, size, "fault: %s", soap_getfault(soap) ? "unreadable" : *soap_faultstring(soap));
    }
    soap_body_end_in(soap) || soap_envelope_end_in(soap) || soap_end_recv(soap);
    soap_send_empty_response(soap, 202);
    soap_closesock(soap);
}

/* Scales a point. The reply or fault comes to the listener if it is given. */
static void scale(const char *name, char *session, const char *reply_to, const char *fault_to, struct soap *listener, const char *expected)
{
    struct soap *soap = new_soap();
    struct ns1__Point point = { 1, -2 };
    struct ns2__scaleResponse response = { NULL };
    const char *id = soap_wsa_rand_uuid(soap);
    char found[200] = "";
    soap_wsa_request(soap, id, url, "urn:scale");
    if (reply_to)
        soap_wsa_add_ReplyTo(soap, reply_to);
    if (fault_to)
        soap_wsa_add_FaultTo(soap, fault_to);
    soap->header->ns1__Session = session;
    int error = soap_call_ns2__scale(soap, url, "urn:scale", &point, 3, &response);
    if (listener && error == 202)
        receive(listener, id, found, sizeof found);
    else if (error)
        show_fault(soap, found, sizeof found);
    else
        show(soap, response.result, id, found, sizeof found);
    check(name, found, expected);
    free_soap(soap);
}

int SOAP_ENV__Fault(struct soap *soap, char *code, char *text, char *actor, struct SOAP_ENV__Detail *detail, struct SOAP_ENV__Code *code12,
    struct SOAP_ENV__Reason *reason, char *node, char *role, struct SOAP_ENV__Detail *detail12)
{
    return soap->error = SOAP_NO_METHOD;
}

int main(int count, char **arguments)
{
    int port;
    if (count < 2 || sscanf(arguments[1], "http://127.0.0.1:%d/", &port) != 1)
        return 2;
    url = arguments[1];
    snprintf(listener_address, sizeof listener_address, "http://127.0.0.1:%d/replies", port + 1);
    struct soap *listener = new_soap();
    listener->bind_flags = SO_REUSEADDR;
    if (!soap_valid_socket(soap_bind(listener, "127.0.0.1", port + 1, 10))) {
        soap_print_fault(listener, stderr);
        return 1;
    }
    const char *anonymous = "http://www.w3.org/2005/08/addressing/anonymous";
    scale("scale", "open", NULL, NULL, NULL, "3 -6");
    scale("a fault", "shut", NULL, NULL, NULL, "fault: the session is 'shut'");
    scale("scale elsewhere", "open", listener_address, NULL, listener, "3 -6");
    scale("a fault elsewhere", "shut", listener_address, NULL, listener, "fault: the session is 'shut'");
    scale("scale with faults elsewhere", "open", anonymous, listener_address, listener, "3 -6");
    scale("a fault, with faults elsewhere", "shut", anonymous, listener_address, listener, "fault: the session is 'shut'");
    free_soap(listener);
    printf("calls: %d, failed: %d\n", calls, failed);
    return failed > 0;
}
