// What is called, for soapcpp2.
//gsoap ns service name: pay
//gsoap ns service namespace: urn:pay
//gsoap ns service style: document
//gsoap ns service encoding: literal
#import "wsse.h"
struct ns__payResponse { char *paid; };
int ns__pay(char *amount, struct ns__payResponse *response);
