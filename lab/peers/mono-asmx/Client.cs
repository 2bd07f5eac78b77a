// Converts temperatures by HTTP GET and POST, and reads and sends DataSets.
using System;

static class Client {
    static int calls, failed;

    static void Check(string name, Func<double> call, double expected) {
        CheckText(name, "equal", () => {
            double found = call();
            return Math.Abs(found - expected) < 1e-9 ? "equal" : expected + " is not " + found;
        });
    }

    static void CheckText(string name, string expected, Func<string> call) {
        calls++;
        try {
            string found = call();
            if (found == expected) {
                Console.WriteLine("ok " + name);
                return;
            }
            Console.WriteLine("FAILED " + name + ": expected " + expected + ", found " + found);
        } catch (Exception error) {
            Console.WriteLine("FAILED " + name + ": " + error.Message);
        }
        failed++;
    }

    static void Refused(string name, Func<double> call) {
        calls++;
        try {
            Console.WriteLine("FAILED " + name + ": expected an error, found " + call());
            failed++;
        } catch (System.Net.WebException error) {
            Console.WriteLine("ok " + name + ": " + error.Message);
        }
    }

    static int Main(string[] args) {
        var get = new HttpGet.Scales { Url = args[0] + "/scales.asmx" };
        var post = new HttpPost.Scales { Url = args[0] + "/scales.asmx" };
        Check("get: 20 to kelvin", () => get.Convert("20", "kelvin"), 293.15);
        Check("get: -0.5 to celsius", () => get.Convert("-0.5", "celsius"), -273.65);
        Refused("get: words", () => get.Convert("hot & cold", "kelvin"));
        Refused("get: another scale", () => get.Convert("1", "rankine"));
        Check("post: 20 to kelvin", () => post.Convert("20", "kelvin"), 293.15);
        Check("post: -0.5 to celsius", () => post.Convert("-0.5", "celsius"), -273.65);
        Refused("post: words", () => post.Convert("hot & cold", "kelvin"));
        StockClient.Run(args[0] + "/stock.asmx", CheckText);
        Console.WriteLine("calls: " + calls + ", failed: " + failed);
        return failed == 0 ? 0 : 1;
    }
}
