<?php
// Calls People and Plane with PHP's SoapClient, from the contracts, and compares what comes back.
date_default_timezone_set('UTC');
$url = $argv[1];
$calls = $failed = 0;

function check($name, $call, $expected)
{
    global $calls, $failed;
    $calls++;
    try {
        $found = $call();
    } catch (SoapFault $fault) {
        // PHP keeps the code as it is written, prefix and all.
        $code = preg_replace('/^.*:/', '', $fault->faultcode);
        $found = "$code: {$fault->getMessage()}";
    }
    // Objects are equal where their members are; null, false and '' must not be.
    if (serialize($found) === serialize($expected)) {
        echo "ok $name\n";
    } else {
        $failed++;
        echo "FAILED $name: it is ", json_encode($found), ', not ', json_encode($expected), "\n";
    }
}

function client($case, $path, $options = [])
{
    global $url;
    $options += ['location' => "$url/$path", 'features' => SOAP_SINGLE_ELEMENT_ARRAYS];
    return new SoapClient(getenv('PEER_CONTRACTS') . "/$case/$case.wsdl", $options);
}

function person($name, $age = 36, $friend = null)
{
    return (object) ['name' => $name, 'age' => $age, 'friend' => $friend];
}

$people = client('rpc_encoded', 'people');
$lists = [
    'one' => [person('Ada')],
    'an empty array' => [],
    'markup and other characters' => [person("<a> & \"b\" ' ]]> \u{e9}\u{4e2d}\u{1f600}")],
    'white space' => [person("  two\n\tlines ")],
    'empty text and a negative number' => [person('', -2147483648)],
    'nothing but absent members' => [person(null, null)],
    'several, and friends of friends' => [person('Ada'), person('1', 1, person('2', 2, person('3', 3)))],
];
foreach ($lists as $name => $list)
    check("people: find $name", fn() => $people->find($list, true), $list);
// One object in several places: PHP sends it once, and elsewhere a reference.
$ada = person('Ada', 36);
$friend = person('friend', 1, $ada);
$copies = [person('Ada'), person('friend', 1, person('Ada')), person('Ada')];
check('people: find the same object in several places', fn() => $people->find([$ada, $friend, $ada], true), $copies);
check('people: find each twice', fn() => $people->find([$ada, person('B')], false), [person('Ada'), person('B'), person('Ada'), person('B')]);
check("people: find without 'exact'", fn() => $people->find([$ada], null), [person('Ada'), person('Ada')]);
check('people: find nothing in nothing', fn() => $people->find(null, null), null);
$reason = 'nobody & <nothing> is known';
check('people: find, refused', fn() => $people->find([person('nobody')], true), "Client: $reason");
check('people: turn two rows', fn() => $people->turn([[1, 2, 3], [4, 5, 6]]), [[1, 4], [2, 5], [3, 6]]);
check('people: turn three rows', fn() => $people->turn([[1, 4], [2, 5], [3, 6]]), [[1, 2, 3], [4, 5, 6]]);
check('people: turn nothing', fn() => $people->turn(null), null);

$versions = ['1.1' => [SOAP_1_1, 'Client'], '1.2' => [SOAP_1_2, 'Sender']];
foreach ($versions as $version => [$constant, $blame]) {
    $plane = client('rpc_literal', 'plane', ['soap_version' => $constant]);
    $scale = function ($session, $x, $y, $by) use ($plane) {
        $header = $session === null ? null : new SoapHeader('urn:example:rpc', 'Session', $session);
        return $plane->__soapCall('scale', [['x' => $x, 'y' => $y], $by], null, $header);
    };
    check("plane $version: scale", fn() => $scale('open', 1, -2, 3), (object) ['x' => 3, 'y' => -6]);
    check("plane $version: scale without a header", fn() => $scale(null, 1, 2, 3), "$blame: there is no session");
    $session = "<a> & \"b\" \u{e9}\u{4e2d}\u{1f600}";
    check("plane $version: scale with another header", fn() => $scale($session, 1, 2, 3), "$blame: the session is '$session'");
    check("plane $version: reset", fn() => $plane->reset(), null);
}
echo "calls: $calls, failed: $failed\n";
exit($failed === 0 ? 0 : 1);
