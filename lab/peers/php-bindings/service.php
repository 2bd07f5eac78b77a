<?php
// People (rpc/encoded) and Plane (rpc/literal, both versions of SOAP) on PHP's SoapServer, from the contracts beside it.
ini_set('soap.wsdl_cache_enabled', '0');
ini_set('display_errors', '0');
const V12 = 'http://www.w3.org/2003/05/soap-envelope';

class People
{
    // Whoever is looked for is there twice, as one object; once where it has to be exact.
    public function find($names, $exact)
    {
        foreach ($names ?? [] as $person)
            if ($person->name === 'nobody')
                throw new SoapFault('Client', 'nobody & <nothing> is known');
        return $names === null || $exact ? $names : array_merge($names, $names);
    }

    // Rows become columns.
    public function turn($table)
    {
        return $table === null ? null : array_map(null, ...$table);
    }
}

class Plane
{
    private $session = null;

    // The header block: PHP calls the method of its name before the operation.
    public function Session($session) { $this->session = $session; }

    public function scale($point, $by)
    {
        if ($this->session === null)
            throw new SoapFault('Client', 'there is no session');
        if ($this->session !== 'open')
            throw new SoapFault('Client', "the session is '{$this->session}'");
        return ['x' => $point->x * $by, 'y' => $point->y * $by];
    }

    public function reset() {}
}

if ($_SERVER['REQUEST_METHOD'] !== 'POST')
    return;
$body = file_get_contents('php://input');
$version = ['soap_version' => str_contains($body, V12) ? SOAP_1_2 : SOAP_1_1];
switch (parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH)) {
    case '/people':
        // Without these, an array of one item would be the item.
        $server = new SoapServer('rpc_encoded.wsdl', $version + ['features' => SOAP_SINGLE_ELEMENT_ARRAYS]);
        $server->setObject(new People());
        break;
    case '/plane':
        $server = new SoapServer('rpc_literal.wsdl', $version);
        $server->setObject(new Plane());
        break;
    default:
        http_response_code(404);
        return;
}
$server->handle($body);
