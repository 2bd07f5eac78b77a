// The same messages with gSOAP, in memory. Called as timing.rs says.
#include "soapH.h"
#include "OrdersB.nsmap"
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

struct Memory {
    const std::string *in;
    size_t at;
    std::string *out;
};

static size_t receive(struct soap *soap, char *buffer, size_t room) {
    Memory *memory = static_cast<Memory *>(soap->user);
    size_t length = std::min(room, memory->in->size() - memory->at);
    memcpy(buffer, memory->in->data() + memory->at, length);
    memory->at += length;
    return length;
}

static int send_out(struct soap *soap, const char *text, size_t length) {
    static_cast<Memory *>(soap->user)->out->append(text, length);
    return SOAP_OK;
}

static void check(struct soap *soap, int failed) {
    if (failed) {
        soap_print_fault(soap, stderr);
        exit(1);
    }
}

template <class T> void read(struct soap *soap, Memory &memory, const char *tag, T &value) {
    memory.at = 0;
    soap->user = &memory;
    value.soap_default(soap);
    soap_begin(soap);
    check(soap, soap_begin_recv(soap) || soap_envelope_begin_in(soap) || soap_recv_header(soap) || soap_body_begin_in(soap));
    value.soap_get(soap, tag, NULL);
    check(soap, soap->error || soap_body_end_in(soap) || soap_envelope_end_in(soap) || soap_end_recv(soap));
}

template <class T> void write(struct soap *soap, Memory &memory, const char *tag, T &value) {
    memory.out->clear();
    soap->user = &memory;
    soap_begin(soap);
    soap->encodingStyle = NULL;
    soap_serializeheader(soap);
    value.soap_serialize(soap);
    check(soap, soap_begin_send(soap) || soap_envelope_begin_out(soap) || soap_putheader(soap) || soap_body_begin_out(soap) ||
                    value.soap_put(soap, tag, "") || soap_body_end_out(soap) || soap_envelope_end_out(soap) || soap_end_send(soap));
}

static const char *only = NULL;
static long count = 0;

template <class F> void measure(const char *name, F work) {
    typedef std::chrono::steady_clock clock;
    if (only) {
        for (long i = 0; i < count && !strcmp(only, name); i++) work();
        return;
    }
    auto nanoseconds = [](clock::time_point since) {
        return (double)std::chrono::duration_cast<std::chrono::nanoseconds>(clock::now() - since).count();
    };
    auto start = clock::now();
    work();
    long batch = std::max(1L, std::min(1000000L, (long)(20e6 / std::max(1.0, nanoseconds(start)))));
    std::vector<double> batches;
    for (int k = 0; k < 15; k++) {
        start = clock::now();
        for (long i = 0; i < batch; i++) work();
        batches.push_back(nanoseconds(start) / batch);
    }
    std::sort(batches.begin(), batches.end());
    printf("%s %.1f\n", name, batches[7]);
}

static std::string whole(const char *path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

static struct soap *context() {
    struct soap *soap = soap_new1(SOAP_C_UTFSTRING);
    soap_set_namespaces(soap, namespaces);
    soap->frecv = receive;
    soap->fsend = send_out;
    return soap;
}

// Reading frees what it has read; what is to be written stays in a context of its own.
template <class T> void both(const char *reading, const char *writing, const std::string &message, const char *tag) {
    std::string out;
    Memory memory = {&message, 0, &out};
    struct soap *reader = context();
    measure(reading, [&] {
        T value;
        read(reader, memory, tag, value);
        soap_destroy(reader);
        soap_end(reader);
    });
    struct soap *kept = context(), *writer = context();
    T value;
    read(kept, memory, tag, value);
    writer->header = kept->header;
    measure(writing, [&] { write(writer, memory, tag, value); });
}

// Prints calls a second: `SMALL SMALL call URL COUNT`.
static int call(const std::string &message, const char *url, long count) {
    std::string out;
    Memory memory = {&message, 0, &out};
    struct soap *kept = context();
    ns1__EchoOrder value;
    read(kept, memory, "ns1:EchoOrderResponse", value);
    struct soap *soap = soap_new1(SOAP_C_UTFSTRING | SOAP_IO_KEEPALIVE);
    soap_set_namespaces(soap, namespaces);
    auto start = std::chrono::steady_clock::now();
    for (long i = 0; i < count; i++) {
        ns1__EchoOrder reply;
        soap->header = kept->header;
        check(soap, soap_call___ns1__EchoOrder(soap, url, "", &value, reply));
        soap_destroy(soap);
        soap_end(soap);
    }
    std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    printf("%.0f\n", count / took.count());
    return 0;
}

int main(int argc, char **arguments) {
    std::string small = whole(arguments[1]), big = whole(arguments[2]);
    if (argc > 5 && !strcmp(arguments[3], "call")) return call(small, arguments[4], atol(arguments[5]));
    if (argc > 4) {
        only = arguments[3];
        count = atol(arguments[4]);
    }
    both<ns1__EchoOrder>("read-small", "write-small", small, "ns1:EchoOrderResponse");
    both<ns1__ListRecordsResponse>("read-big", "write-big", big, "ns1:ListRecordsResponse");
}
