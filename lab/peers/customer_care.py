"""What the clients of CustomerCareService in Python share: the cases of customer-care.tsv, and how they end."""
import datetime
import sys

CREATED = 'now & <then> é'


def given(text):
    return None if text == '-' else text


def request(line):
    """The argument of UpdateCustomerPIN that a line of the cases describes."""
    operation, account, customer, access, pin, kind, email, contact, user, message, time, pairs = line.split('|')
    pairs = [pair.split('=') for pair in pairs.split(';') if pair]
    return {
        'BaseRequest': given(time) and {
            'UserId': given(user), 'MessageDateTime': datetime.datetime.fromisoformat(time.replace('Z', '+00:00')),
            'MessageId': given(message),
            'NameValue': [{'Name': given(name), 'Value': given(value)} for name, value in pairs]},
        'OperationType': operation, 'AccountNumber': given(account), 'CustomerNumber': given(customer),
        'AccountAccessCode': given(access), 'PIN': given(pin), 'CorrespondenceType': given(contact),
        'Email': given(kind) and {'EmailType': kind, 'Email': given(email)}}


def is_recent(time):
    return abs(datetime.datetime.now(datetime.timezone.utc) - time) <= datetime.timedelta(hours=1)


class Calls:
    """The calls made so far, and how many of them failed."""

    def __init__(self):
        self.made = self.failed = 0

    def make(self, cases, version, sender, outcome):
        """Compares what `outcome(token, line)` returns with what each case expects."""
        for row in open(cases, encoding='utf-8').read().splitlines()[1:]:
            name, token, line, expected = row.split('\t')
            expected = expected.replace('{Sender}', sender)
            found = outcome(token, line)
            failed = found != expected
            self.made += 1
            self.failed += failed
            print(f'FAILED {version} {name}: it is {found}, not {expected}' if failed else f'ok {version} {name}')

    def finish(self):
        print(f'calls: {self.made}, failed: {self.failed}')
        sys.exit(self.failed > 0)
