# Compiles the peer into a clean folder; what serving and calling share.
need_jax_ws
work_in_scratch
mkdir "$dir/classes"
cp "$fixtures/attachments/attachments.wsdl" "$dir/classes/"
# JAX-WS RI reads the wrapper's namespace where the binding says 'rpc', not where its operations do (WSDL 1.1, 3.4).
sed 's/<soap12:binding /&style="rpc" /' "$fixtures/rpc_literal/rpc_literal.wsdl" >"$dir/classes/rpc_literal.wsdl"
quietly javac -nowarn -cp "$cp" -d "$dir/classes" "$here"/src/*.java
