/* People (rpc/encoded) on gSOAP: what is referred to stands where it is met first, and not beside the call. */
#include <string.h>

#include "PeopleSoap.nsmap"
#include "soapH.h"

static int is_nobody(const struct ns1__Person *person)
{
    return person && person->name && !strcmp(person->name, "nobody");
}

/* Whoever is looked for is there twice, as one object; once where it has to be exact. */
int ns1__find(struct soap *soap, struct ArrayOfPerson *names, enum xsd__boolean *exact, struct ns1__findResponse *response)
{
    int times = exact && *exact == xsd__boolean__true_ ? 1 : 2;
    response->found = NULL;
    if (!names)
        return SOAP_OK;
    for (int i = 0; i < names->__size; i++)
        if (is_nobody(names->__ptr[i]))
            return soap_sender_fault(soap, "nobody & <nothing> is known", NULL);
    response->found = soap_new_ArrayOfPerson(soap, 1);
    response->found->__size = times * names->__size;
    response->found->__ptr = soap_malloc(soap, sizeof(struct ns1__Person *) * (response->found->__size + 1));
    for (int i = 0; i < response->found->__size; i++)
        response->found->__ptr[i] = names->__ptr[i % names->__size];
    return SOAP_OK;
}

/* Rows become columns. */
int ns1__turn(struct soap *soap, struct Table *table, struct ns1__turnResponse *response)
{
    response->table = NULL;
    if (!table)
        return SOAP_OK;
    int rows = table->__size[0], columns = table->__size[1];
    response->table = soap_new_Table(soap, 1);
    response->table->__size[0] = columns;
    response->table->__size[1] = rows;
    response->table->__ptr = soap_malloc(soap, sizeof(int) * (rows * columns + 1));
    for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns; column++)
            response->table->__ptr[column * rows + row] = table->__ptr[row * columns + column];
    return SOAP_OK;
}

int main(int count, char **arguments)
{
    /* Without the flag, text is Latin-1. */
    struct soap *soap = soap_new1(SOAP_C_UTFSTRING);
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
