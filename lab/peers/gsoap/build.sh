# Generates and compiles into a clean folder, and goes there; what serving and calling share.
need_gsoap
work_in_scratch
cp "$here"/*.c "$fixtures/rpc_encoded/rpc_encoded.wsdl" "$dir/"
cd "$dir"
quietly wsdl2h -c -o all.h rpc_encoded.wsdl
# In SOAP's encoding single elements may be nil or absent, regardless of the schema. wsdl2h follows the schema.
sed -e '/^struct ns1__Person$/,/^};/s/ 1;/ 0;/' -e 's/int  *age /int *age /' -e 's/enum xsd__boolean  *:exact/enum xsd__boolean *:exact/' \
  all.h >people.h
quietly soapcpp2 -c -x -L people.h
