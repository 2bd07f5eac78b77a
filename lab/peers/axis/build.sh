# Compiles the peer into a clean folder; what serving and calling share.
need_jars axis axis-jaxrpc axis-saaj commons-discovery commons-logging wsdl4j
work_in_scratch
quietly javac -nowarn -cp "$cp" -d "$dir/classes" "$here"/src/*.java
