// Describes the items of a DataSet with their changes: "A 1.50>1.75, B, -C, +D".
using System.Collections.Generic;
using System.Data;
using System.Globalization;

public static class Changes {
    public static string Describe(DataSet set) {
        if (set == null || !set.Tables.Contains("Item")) {
            return "nothing";
        }
        var lines = new SortedDictionary<string, string>();
        foreach (DataRow row in set.Tables["Item"].Rows) {
            var version = row.RowState == DataRowState.Deleted ? DataRowVersion.Original : DataRowVersion.Current;
            var code = (string)row["Code", version];
            switch (row.RowState) {
                case DataRowState.Added: lines[code] = "+" + code; break;
                case DataRowState.Deleted: lines[code] = "-" + code; break;
                case DataRowState.Modified:
                    lines[code] = code + " " + Price(row, DataRowVersion.Original) + ">" + Price(row, DataRowVersion.Current);
                    break;
                default: lines[code] = code; break;
            }
        }
        return string.Join(", ", lines.Values);
    }

    static string Price(DataRow row, DataRowVersion version) {
        object price = row["Unit price", version];
        return price is decimal ? ((decimal)price).ToString(CultureInfo.InvariantCulture) : "none";
    }
}
