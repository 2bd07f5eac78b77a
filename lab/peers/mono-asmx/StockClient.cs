// Reads and sends the DataSets of Stock over SOAP.
using System;
using System.Data;
using System.Web.Services;
using System.Web.Services.Protocols;

[WebServiceBinding(Name = "StockSoap", Namespace = "urn:example:stock")]
public class StockClient : SoapHttpClientProtocol {
    const string Space = "urn:example:stock";

    [SoapDocumentMethod(Space + "/ReadAny", RequestNamespace = Space, ResponseNamespace = Space)]
    public DataSet ReadAny() { return (DataSet)Invoke("ReadAny", new object[0])[0]; }

    [SoapDocumentMethod(Space + "/Describe", RequestNamespace = Space, ResponseNamespace = Space)]
    public string Describe(DataSet set) { return (string)Invoke("Describe", new object[] { set })[0]; }

    // The client edits what it reads and sends it back.
    public static void Run(string url, Action<string, string, Func<string>> check) {
        var stock = new StockClient { Url = url };
        DataSet set = null;
        check("stock: rows", "A 1>1.50, B, -C, +D", () => {
            set = stock.ReadAny();
            return Changes.Describe(set);
        });
        check("stock: unchanged rows sent back", "A 1>1.50, B, -C, +D", () => stock.Describe(set));
        check("stock: edited rows sent back", "A 1>9.5, -B, -C", () => {
            DataTable items = set.Tables["Item"];
            items.Select("Code = 'A'")[0]["Unit price"] = 9.5m;
            items.Select("Code = 'B'")[0].Delete();
            items.Select("Code = 'D'")[0].Delete();
            return stock.Describe(set);
        });
        check("stock: none", "nothing", () => stock.Describe(null));
    }
}
