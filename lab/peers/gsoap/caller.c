/* Calls People, and compares what comes back. */
#include <stdio.h>
#include <string.h>

#include "PeopleSoap.nsmap"
#include "soapH.h"

static int calls, failed;
static const char *url;

/* What came of a call, as text. */
static char found[1000];

static void show(const char *text)
{
    strncat(found, text, sizeof found - strlen(found) - 1);
}

static void show_number(int number)
{
    char text[20];
    snprintf(text, sizeof text, "%d", number);
    show(text);
}

static void show_person(const struct ns1__Person *person)
{
    for (; person; person = person->friend_) {
        show(person->name ? person->name : "null");
        show("/");
        if (person->age)
            show_number(*person->age);
        show("/");
    }
    show(" ");
}

static void show_fault(struct soap *soap)
{
    soap_set_fault(soap);
    show(*soap_faultcode(soap));
    show(": ");
    show(*soap_faultstring(soap) ? *soap_faultstring(soap) : "");
}

static void check(const char *name, const char *expected)
{
    int same = !strcmp(found, expected);
    calls++;
    failed += !same;
    if (same)
        printf("ok people: %s\n", name);
    else
        printf("FAILED people: %s: it is %s, not %s\n", name, found, expected);
}

static void find(const char *name, struct ns1__Person **people, int size, enum xsd__boolean *exact, const char *expected)
{
    struct soap *soap = soap_new1(SOAP_C_UTFSTRING);
    struct ArrayOfPerson names = { people, size };
    struct ns1__findResponse response = { NULL };
    *found = 0;
    if (soap_call_ns1__find(soap, url, NULL, people ? &names : NULL, exact, &response))
        show_fault(soap);
    else if (!response.found)
        show("nothing");
    else
        for (int i = 0; i < response.found->__size; i++)
            show_person(response.found->__ptr[i]);
    check(name, expected);
    soap_destroy(soap);
    soap_end(soap);
    soap_free(soap);
}

static void turn(const char *name, int *items, int rows, int columns, const char *expected)
{
    struct soap *soap = soap_new1(SOAP_C_UTFSTRING);
    struct Table table = { items, { rows, columns } };
    struct ns1__turnResponse response = { NULL };
    *found = 0;
    if (soap_call_ns1__turn(soap, url, NULL, items ? &table : NULL, &response))
        show_fault(soap);
    else if (!response.table)
        show("nothing");
    else {
        show_number(response.table->__size[0]);
        show(" by ");
        show_number(response.table->__size[1]);
        for (int i = 0; i < response.table->__size[0] * response.table->__size[1]; i++) {
            show(" ");
            show_number(response.table->__ptr[i]);
        }
    }
    check(name, expected);
    soap_destroy(soap);
    soap_end(soap);
    soap_free(soap);
}

int main(int count, char **arguments)
{
    enum xsd__boolean yes = xsd__boolean__true_, no = xsd__boolean__false_;
    int old = 36, numbers[] = { 1, 2, 3, 4, 5, 6 };
    struct ns1__Person ada = { "Ada", &old, NULL }, friend = { "friend", &old, &ada };
    struct ns1__Person hard = { "<a> & \"b\" \xc3\xa9\xe4\xb8\xad\xf0\x9f\x98\x80", &old, NULL };
    struct ns1__Person absent = { NULL, NULL, NULL }, nobody = { "nobody", &old, NULL };
    struct ns1__Person *one[] = { &ada }, *several[] = { &ada, &friend, &ada }, *marked[] = { &hard };
    struct ns1__Person *absents[] = { &absent }, *refused[] = { &nobody };
    if (count < 2)
        return 2;
    url = arguments[1];
    find("find one", one, 1, &yes, "Ada/36/ ");
    find("find an empty array", one, 0, &yes, "");
    find("find markup and other characters", marked, 1, &yes, "<a> & \"b\" \xc3\xa9\xe4\xb8\xad\xf0\x9f\x98\x80/36/ ");
    find("find nothing but absent members", absents, 1, &yes, "null// ");
    find("find the same object in several places", several, 3, &yes, "Ada/36/ friend/36/Ada/36/ Ada/36/ ");
    find("find each twice", one, 1, &no, "Ada/36/ Ada/36/ ");
    find("find without 'exact'", one, 1, NULL, "Ada/36/ Ada/36/ ");
    find("find nothing in nothing", NULL, 0, NULL, "nothing");
    find("find, refused", refused, 1, &yes, "SOAP-ENV:Client: nobody & <nothing> is known");
    turn("turn two rows", numbers, 2, 3, "3 by 2 1 4 2 5 3 6");
    turn("turn nothing", NULL, 0, 0, "nothing");
    printf("calls: %d, failed: %d\n", calls, failed);
    return failed > 0;
}
