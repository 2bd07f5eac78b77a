# Generates code for Plane with WS-Addressing 1.0 in a clean folder, and enters it; shared by run.sh and call.sh.
need_gsoap
[ -e /usr/share/gsoap/plugin/wsaapi.c ] || lacking "gSOAP's plugin 'wsa' is not installed"
work_in_scratch
cp "$here"/*.c "$here"/*.h /usr/share/gsoap/plugin/wsaapi.[ch] "$fixtures/rpc_literal/rpc_literal.wsdl" "$dir/"
cd "$dir"
quietly wsdl2h -c -k -o all.h rpc_literal.wsdl
# wsdl2h adds the part in the header to the body, too.
sed -e '/^ *char\* *Session,/d' -e 's/^#import "soap12.h"/&\n#import "wsa5.h"/' all.h >plane.h
quietly soapcpp2 -c -x -L -I/usr/share/gsoap/import -I/usr/share/gsoap plane.h
sources="soapC.c wsaapi.c -I/usr/share/gsoap -I/usr/share/gsoap/plugin"
