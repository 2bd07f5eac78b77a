<?php
// Calls CustomerCareService with PHP's SoapClient, and compares what comes back: client.php URL WSDL CASES.
[, $url, $wsdl, $cases] = $argv;
const NAMESPACE_URI = 'http://ws.southernco.com/CustSvc-iHub';
const CREATED = 'now & <then> é';

function given($text)
{
    return $text === '-' ? null : $text;
}

function pairs($text)
{
    $pairs = [];
    foreach ($text === '' ? [] : explode(';', $text) as $pair) {
        [$name, $value] = explode('=', $pair);
        $pairs[] = ['Name' => given($name), 'Value' => given($value)];
    }
    return $pairs;
}

// PHP writes a member that is null as an empty element or as nil: what is absent must not be set.
function present($members)
{
    return array_filter($members, fn($value) => $value !== null);
}

function request($line)
{
    [$operation, $account, $customer, $access, $pin, $kind, $email, $contact, $user, $message, $time, $pairs] = explode('|', $line);
    return present([
        'BaseRequest' => given($time) ? present([
            'UserId' => given($user), 'MessageDateTime' => $time, 'MessageId' => given($message),
            'NameValue' => array_map('present', pairs($pairs))]) : null,
        'OperationType' => $operation, 'AccountNumber' => given($account), 'CustomerNumber' => given($customer),
        'AccountAccessCode' => given($access), 'PIN' => given($pin), 'CorrespondenceType' => given($contact),
        'Email' => given($kind) ? present(['EmailType' => $kind, 'Email' => given($email)]) : null]);
}

function headers($token)
{
    $holder = fn($id) => ['BinarySecurityToken' => ['ID' => $id]];
    $content = ['DirectUserNameToken' => $holder($token), 'OriginatingUserNameToken' => $holder('originating-token'), 'Created' => CREATED];
    return $token === '-' ? [] : [new SoapHeader(NAMESPACE_URI, 'ScCredentials', $content)];
}

function answered($reply, $headers, $token, $line)
{
    $result = $reply->UpdateCustomerPINResult;
    $base = $result->BaseResponse;
    $found = "$base->ResponseCode $base->ResponseDescription {$result->ExplanationCode->Code}";
    $found .= isset($base->ErrorData) ? " {$base->ErrorData->ErrorCode}" : '';
    if ($result->ExplanationCode->Description !== $line)
        $found .= " received {$result->ExplanationCode->Description}";
    $back = $headers['ScCredentials'];
    if ([$back->DirectUserNameToken->BinarySecurityToken->ID, $back->Created] !== [$token, CREATED])
        $found .= ' header ' . json_encode($back);
    if (abs(time() - strtotime($base->MessageDateTime)) > 3600)
        $found .= " time $base->MessageDateTime";
    return $found;
}

function outcome($client, $token, $line)
{
    try {
        $call = [['updateCustomerPINRequest' => request($line)]];
        return answered($client->__soapCall('UpdateCustomerPIN', $call, null, headers($token), $back), $back, $token, $line);
    } catch (SoapFault $fault) {
        // PHP keeps the code as it is written, prefix and all.
        $code = preg_replace('/^.*:/', '', $fault->faultcode);
        $detail = $fault->detail->ServiceFault;
        return "$code $detail->Code {$fault->getMessage()}" . ($detail->Message === $fault->getMessage() ? '' : " $detail->Message");
    }
}

$calls = $failed = 0;
foreach (['1.1' => [SOAP_1_1, 'Client'], '1.2' => [SOAP_1_2, 'Sender']] as $version => [$constant, $sender]) {
    $client = new SoapClient($wsdl, ['location' => $url, 'soap_version' => $constant]);
    foreach (array_slice(file($cases, FILE_IGNORE_NEW_LINES), 1) as $row) {
        [$name, $token, $line, $expected] = explode("\t", $row);
        $expected = str_replace('{Sender}', $sender, $expected);
        $found = outcome($client, $token, $line);
        $calls++;
        $failed += $found !== $expected;
        echo $found === $expected ? "ok $version $name\n" : "FAILED $version $name: it is $found, not $expected\n";
    }
}
echo "calls: $calls, failed: $failed\n";
exit($failed === 0 ? 0 : 1);
