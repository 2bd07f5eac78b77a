/* Calls CustomerCareService with what gSOAP's tools made, and compares what comes back: client URL CASES. */
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "CustomerCareServiceSoap.nsmap"
#include "soapH.h"

#define CREATED "now & <then> \xc3\xa9"
#define PAIRS 10

/* The functions of both ports are the same: the envelope's name in this table says which version is written. */
static struct Namespace soap11[sizeof namespaces / sizeof *namespaces];

/* What came of a call, as text. */
static char found[4000];

static void show(const char *text)
{
    size_t length = strlen(found);
    snprintf(found + length, sizeof found - length, "%s%s", length ? " " : "", text ? text : "null");
}

static int same(const char *left, const char *right)
{
    return left && right && !strcmp(left, right);
}

static char *given(char *text)
{
    return same(text, "-") ? NULL : text;
}

/* The text of an element of the detail, which no message of the contract declares. */
static void show_element(const char *detail, const char *name)
{
    char start[50], text[200] = "";
    const char *place;
    snprintf(start, sizeof start, ":%s>", name);
    place = detail ? strstr(detail, start) : NULL;
    if (place)
        sscanf(place + strlen(start), "%199[^<]", text);
    show(text);
}

static void show_fault(struct soap *soap)
{
    const char *code = *soap_faultcode(soap), *reason = *soap_faultstring(soap);
    const char *name = code ? strrchr(code, ':') : NULL;
    struct SOAP_ENV__Fault *fault = soap->fault;
    struct SOAP_ENV__Detail *detail = fault && fault->SOAP_ENV__Detail ? fault->SOAP_ENV__Detail : fault ? fault->detail : NULL;
    show(name ? name + 1 : code);
    show_element(detail ? detail->__any : NULL, "Code");
    show(reason);
}

static void show_answer(struct soap *soap, struct ns1__UpdateCustomerPINReply *reply, const char *token, const char *line)
{
    struct ns1__BaseResponse *base = reply->BaseResponse;
    struct ns1__ScCredentials *back = soap->header ? soap->header->ns1__ScCredentials : NULL;
    show(base->ResponseCode);
    show(base->ResponseDescription);
    show(reply->ExplanationCode->Code);
    if (base->ErrorData)
        show(base->ErrorData->ErrorCode);
    if (!same(reply->ExplanationCode->Description, line))
        show(reply->ExplanationCode->Description);
    if (!back || !same(back->DirectUserNameToken->BinarySecurityToken->ID, token) || !same(back->Created, CREATED))
        show("another header");
    if (labs(time(NULL) - base->MessageDateTime) > 3600)
        show("another time");
}

/* Cuts a text at each separator; gives how many pieces there are. */
static int split(char *text, const char *separator, char **pieces, int most)
{
    int count = 0;
    while (text && count < most)
        pieces[count++] = strsep(&text, separator);
    return count;
}

static int read_pairs(char *text, struct ns1__NameValue *pairs)
{
    char *pieces[PAIRS];
    int count = *text ? split(text, ";", pieces, PAIRS) : 0;
    for (int i = 0; i < count; i++) {
        char *value = pieces[i], *name = strsep(&value, "=");
        pairs[i].Name = given(name);
        pairs[i].Value = given(value);
    }
    return count;
}

static enum ns1__OperationType operation(struct soap *soap, const char *name)
{
    enum ns1__OperationType type = ns1__OperationType__UPDATE;
    soap_s2ns1__OperationType(soap, name, &type);
    return type;
}

static void call(const char *url, int version, char *token, const char *line)
{
    struct soap *soap = soap_new1(SOAP_C_UTFSTRING);
    char *cells[12], *copy = soap_strdup(soap, line);
    struct ns1__NameValue pairs[PAIRS];
    struct ns1__BinarySecurityToken direct_id = { token }, originating_id = { "originating-token" };
    struct ns1__UserNameToken direct = { &direct_id }, originating = { &originating_id };
    struct ns1__ScCredentials credentials = { &direct, &originating, CREATED };
    struct SOAP_ENV__Header header = { &credentials };
    struct _ns1__UpdateCustomerPINResponse response = { NULL };
    split(copy, "|", cells, 12);
    struct ns1__BaseRequest base = { given(cells[8]), 0, given(cells[9]), read_pairs(cells[11], pairs), pairs };
    struct ns1__Email email = { cells[5], given(cells[6]) };
    struct ns1__UpdateCustomerPINRequest request = {
        given(cells[10]) ? &base : NULL, operation(soap, cells[0]), given(cells[1]), given(cells[2]), given(cells[3]),
        given(cells[4]), given(cells[5]) ? &email : NULL, given(cells[7]) };
    struct _ns1__UpdateCustomerPIN wrapper = { &request };
    soap_s2dateTime(soap, cells[10], &base.MessageDateTime);
    soap->header = same(token, "-") ? NULL : &header;
    *found = 0;
    soap_set_namespaces(soap, version == 1 ? soap11 : namespaces);
    if (soap_call___ns1__UpdateCustomerPIN(soap, url, NULL, &wrapper, &response))
        show_fault(soap);
    else
        show_answer(soap, response.UpdateCustomerPINResult, token, line);
    soap_destroy(soap);
    soap_end(soap);
    soap_free(soap);
}

/* Makes the call of a row: its name, the token of its header, the request and what is expected. */
static int check(const char *url, int version, char *row)
{
    char *cells[4], expected[200];
    split(row, "\t", cells, 4);
    snprintf(expected, sizeof expected, "%s", cells[3]);
    if (!strncmp(expected, "{Sender}", 8))
        snprintf(expected, sizeof expected, "%s%s", version == 1 ? "Client" : "Sender", cells[3] + 8);
    call(url, version, cells[1], cells[2]);
    if (same(found, expected))
        return printf("ok 1.%d %s\n", version, cells[0]), 0;
    return printf("FAILED 1.%d %s: it is %s, not %s\n", version, cells[0], found, expected), 1;
}

int main(int count, char **arguments)
{
    memcpy(soap11, namespaces, sizeof soap11);
    for (int i = 0; i < 2; i++)
        soap11[i].ns = soap11[i].in;
    char row[1000];
    int calls = 0, failed = 0;
    for (int version = 1; version <= 2; version++) {
        FILE *cases = count > 2 ? fopen(arguments[2], "r") : NULL;
        if (!cases || !fgets(row, sizeof row, cases))
            return 2;
        for (; fgets(row, sizeof row, cases); calls++) {
            row[strcspn(row, "\n")] = 0;
            failed += check(arguments[1], version, row);
        }
        fclose(cases);
    }
    printf("calls: %d, failed: %d\n", calls, failed);
    return failed > 0;
}
