# Keys of both sides in the clean folder `dir`, and the classes of WSS4J's side.
. "$here/../lib.sh"
need javac java keytool openssl
need_jars wss4j xmlsec commons-logging slf4j-api
work_in_scratch
for name in caller service; do
  quietly openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/C=DE/O=Example, Inc/CN=$name" -keyout "$dir/$name.key" -out "$dir/$name.crt"
  cat "$dir/$name.key" "$dir/$name.crt" >"$dir/$name.pem"
  openssl pkcs12 -export -inkey "$dir/$name.key" -in "$dir/$name.crt" -name $name -passout pass:secret -out "$dir/$name.p12"
  keytool -importkeystore -noprompt -srckeystore "$dir/$name.p12" -srcstoretype PKCS12 -srcstorepass secret \
    -destkeystore "$dir/$name.jks" -deststoretype JKS -deststorepass secret >/dev/null 2>&1
done
keytool -importcert -noprompt -alias service -file "$dir/service.crt" -keystore "$dir/caller.jks" -storepass secret >/dev/null 2>&1
keytool -importcert -noprompt -alias caller -file "$dir/caller.crt" -keystore "$dir/service.jks" -storepass secret >/dev/null 2>&1
quietly javac -nowarn -cp "$cp" -d "$dir/classes" "$here"/src/*.java
