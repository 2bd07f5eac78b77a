<%@ WebService Language="C#" Class="Stock" %>
using System;
using System.Data;
using System.Web.Services;

[WebService(Namespace = "urn:example:stock")]
public class Stock : WebService {
    // Moves are nested in items: A is changed, B has an error, C is deleted, and D is new.
    static DataSet Items(string rowNamespace) {
        var set = new DataSet("Stock") { Namespace = rowNamespace };
        var items = set.Tables.Add("Item");
        items.Columns.Add("Code", typeof(string));
        items.Columns.Add("Unit price", typeof(decimal));
        if (rowNamespace == "") {
            items.Columns.Add("Id", typeof(int)).ColumnMapping = MappingType.Attribute;
            var moves = set.Tables.Add("Move");
            moves.Columns.Add("Code", typeof(string)).ColumnMapping = MappingType.Hidden;
            moves.Columns.Add("Count", typeof(int));
            set.Relations.Add("moves", items.Columns["Code"], moves.Columns["Code"]).Nested = true;
        }
        foreach (string code in new[] { "A", "B", "C" }) {
            DataRow row = items.NewRow();
            row["Code"] = code;
            row["Unit price"] = 1.50m;
            items.Rows.Add(row);
        }
        if (rowNamespace == "") {
            items.Rows[0]["Id"] = 1;
            set.Tables["Move"].Rows.Add("A", 5);
            set.Tables["Move"].Rows.Add("A", -2);
        }
        set.AcceptChanges();
        items.Rows[0]["Unit price"] = 1.75m;
        items.Rows[1].RowError = "recount";
        items.Rows[2].Delete();
        items.Rows.Add("D", 4m);
        return set;
    }

    [WebMethod]
    public DataSet ReadAny() { return Items(""); }

    [WebMethod]
    public DataTable ReadTable() { return Items("urn:example:stock:rows").Tables["Item"]; }

    [WebMethod]
    public DataSet ReadMono() { return new DataSet("Empty"); }

    [WebMethod]
    public DataSet ReadStock() { return Items("urn:example:stock:rows"); }

    // The changes of the items, ordered by code: "A 1.50>1.75, B, -C, +D".
    [WebMethod]
    public string Describe(DataSet set) { return Changes.Describe(set); }
}
