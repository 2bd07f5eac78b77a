# Compiles the peer into a clean folder; what serving and calling share.
need_jars jaxws-rt jaxws-api jaxb-api jaxb-runtime jaxb-core jaxb-impl jws-api javax.xml.soap-api javax.activation \
  saaj-impl stax-ex streambuffer mimepull metro-policy gmbal glassfish-management-api istack-commons-runtime FastInfoset txw2
work_in_scratch
mkdir "$dir/classes"
cp "$fixtures/attachments/attachments.wsdl" "$dir/classes/"
# JAX-WS RI reads the wrapper's namespace where the binding says 'rpc', not where its operations do (WSDL 1.1, 3.4).
sed 's/<soap12:binding /&style="rpc" /' "$fixtures/rpc_literal/rpc_literal.wsdl" >"$dir/classes/rpc_literal.wsdl"
quietly javac -nowarn -cp "$cp" -d "$dir/classes" "$here"/src/*.java
