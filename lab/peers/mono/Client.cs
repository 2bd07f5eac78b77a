using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Web.Services.Protocols;
using Care;

/// <summary>Calls CustomerCareService with what Mono's wsdl made, and compares what comes back: client.exe URL CASES.</summary>
static class Client
{
    const string Created = "now & <then> \u00e9";
    const string Namespace = "http://ws.southernco.com/CustSvc-iHub";

    static int Main(string[] arguments)
    {
        Console.OutputEncoding = new UTF8Encoding(false);
        int calls = 0, failed = 0;
        foreach (var version in new[] { SoapProtocolVersion.Soap11, SoapProtocolVersion.Soap12 })
        {
            bool is11 = version == SoapProtocolVersion.Soap11;
            var service = new CustomerCareService { Url = arguments[0], SoapVersion = version };
            foreach (var row in File.ReadLines(arguments[1]).Skip(1))
            {
                var cells = row.Split('\t');
                var name = (is11 ? "1.1 " : "1.2 ") + cells[0];
                var expected = cells[3].Replace("{Sender}", is11 ? "Client" : "Sender");
                var found = Outcome(service, cells[1], cells[2]);
                calls++;
                failed += found == expected ? 0 : 1;
                Console.WriteLine(found == expected ? "ok " + name : "FAILED " + name + ": it is " + found + ", not " + expected);
            }
        }
        Console.WriteLine("calls: " + calls + ", failed: " + failed);
        return failed == 0 ? 0 : 1;
    }

    static string Outcome(CustomerCareService service, string token, string line)
    {
        service.ScCredentialsValue = token == "-" ? null : new ScCredentials {
            DirectUserNameToken = Token(token), OriginatingUserNameToken = Token("originating-token"), Created = Created };
        try
        {
            return Answered(service.UpdateCustomerPIN(Request(line)), service.ScCredentialsValue, token, line);
        }
        catch (SoapException fault)
        {
            var detail = fault.Detail["ServiceFault", Namespace];
            var message = detail["Message", Namespace].InnerText;
            return fault.Code.Name + " " + detail["Code", Namespace].InnerText + " " + fault.Message + (message == fault.Message ? "" : " " + message);
        }
    }

    static string Answered(UpdateCustomerPINReply reply, ScCredentials back, string token, string line)
    {
        var answer = reply.BaseResponse;
        var found = answer.ResponseCode + " " + answer.ResponseDescription + " " + reply.ExplanationCode.Code;
        if (answer.ErrorData != null)
            found += " " + answer.ErrorData.ErrorCode;
        if (reply.ExplanationCode.Description != line)
            found += " received " + reply.ExplanationCode.Description;
        if (back.DirectUserNameToken.BinarySecurityToken.ID != token || back.Created != Created)
            found += " another header";
        var age = DateTime.UtcNow - answer.MessageDateTime.ToUniversalTime();
        return age.Duration() > TimeSpan.FromHours(1) ? found + " time " + answer.MessageDateTime : found;
    }

    static UserNameToken Token(string id)
    {
        return new UserNameToken { BinarySecurityToken = new BinarySecurityToken { ID = id } };
    }

    static UpdateCustomerPINRequest Request(string line)
    {
        var cells = line.Split('|');
        return new UpdateCustomerPINRequest {
            BaseRequest = Given(cells[10]) == null ? null : new BaseRequest {
                UserId = Given(cells[8]),
                MessageId = Given(cells[9]),
                MessageDateTime = DateTime.Parse(cells[10]).ToUniversalTime(),
                NameValue = Pairs(cells[11]) },
            OperationType = (OperationType)Enum.Parse(typeof(OperationType), cells[0]),
            AccountNumber = Given(cells[1]),
            CustomerNumber = Given(cells[2]),
            AccountAccessCode = Given(cells[3]),
            PIN = Given(cells[4]),
            Email = Given(cells[5]) == null ? null : new Email { EmailType = cells[5], Email1 = Given(cells[6]) },
            CorrespondenceType = Given(cells[7]) };
    }

    static NameValue[] Pairs(string text)
    {
        var pairs = text.Split(new[] { ';' }, StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='));
        return pairs.Select(pair => new NameValue { Name = Given(pair[0]), Value = Given(pair[1]) }).ToArray();
    }

    static string Given(string text)
    {
        return text == "-" ? null : text;
    }
}
