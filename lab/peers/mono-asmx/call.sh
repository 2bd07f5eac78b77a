#!/bin/sh
# call.sh URL: calls Scales below URL with the clients for HTTP GET and POST that Mono's wsdl makes, and Stock with one for
# SOAP; a line for each call, and their count.
set -eu
url=$1; here=$(cd "$(dirname "$0")" && pwd)
. "$here/../lib.sh"
need mono mcs wsdl
work_in_scratch
# Mono's wsdl makes code that does not compile from a service with `http:urlReplacement`.
sed '/<service name="Market">/,/<\/service>/d' "$fixtures/http_bindings/http_bindings.wsdl" >"$dir/scales.wsdl"
for protocol in HttpGet HttpPost; do
  quietly wsdl "-protocol:$protocol" "-namespace:$protocol" "-out:$dir/$protocol.cs" "$dir/scales.wsdl"
done
quietly mcs -nologo -r:System.Web.Services,System.Xml,System.EnterpriseServices,System.Data "-out:$dir/client.exe" \
  "$dir/HttpGet.cs" "$dir/HttpPost.cs" "$here/Client.cs" "$here/StockClient.cs" "$here/Changes.cs"
mono "$dir/client.exe" "$url"
