#!/bin/sh
# call.sh URL [WSDL]: calls CustomerCareService at URL with a client that Mono's wsdl makes; a line for each call, and
# their count.
set -eu
url=$1; here=$(cd "$(dirname "$0")" && pwd)
. "$here/../lib.sh"
need mono mcs wsdl
work_in_scratch
quietly wsdl -namespace:Care "-out:$dir/Care.cs" "$contract"
quietly mcs -nologo -r:System.Web.Services,System.Xml,System.EnterpriseServices "-out:$dir/client.exe" "$dir/Care.cs" "$here/Client.cs"
mono "$dir/client.exe" "$url" "$cases"
