<%@ WebService Language="C#" Class="Scales" %>
using System.Web.Services;

public enum Scale { celsius, kelvin }

[WebService(Namespace = "urn:example:scales")]
public class Scales : WebService {
    [WebMethod]
    public double Convert(double degrees, Scale to) {
        return to == Scale.kelvin ? degrees + 273.15 : degrees - 273.15;
    }
}
