// Serves a folder of ASP.NET pages on 127.0.0.1: a listener that passes each request to System.Web.
using System;
using System.IO;
using System.Net;
using System.Text;
using System.Threading;
using System.Web;
using System.Web.Hosting;

// Lives in the domain of the pages. Values cross the border as arrays.
public class Host : MarshalByRefObject {
    static void Main(string[] args) {
        var host = (Host)ApplicationHost.CreateApplicationHost(typeof(Host), "/", Path.GetFullPath(args[1]));
        var listener = new HttpListener();
        listener.Prefixes.Add("http://127.0.0.1:" + args[0] + "/");
        listener.Start();
        while (true) {
            HttpListenerContext context = listener.GetContext();
            ThreadPool.QueueUserWorkItem(_ => Answer(host, context));
        }
    }

    static void Answer(Host host, HttpListenerContext context) {
        var body = new MemoryStream();
        context.Request.InputStream.CopyTo(body);
        HttpListenerRequest request = context.Request;
        object[] answer = host.Process(request.HttpMethod, request.RawUrl, request.ContentType, body.ToArray());
        context.Response.StatusCode = (int)answer[0];
        context.Response.ContentType = (string)answer[1];
        var content = (byte[])answer[2];
        context.Response.ContentLength64 = content.Length;
        context.Response.OutputStream.Write(content, 0, content.Length);
        context.Response.Close();
    }

    // Returns the status, the media type and the content.
    public object[] Process(string method, string url, string type, byte[] body) {
        var worker = new Worker(method, url, type, body);
        HttpRuntime.ProcessRequest(worker);
        worker.Done.WaitOne();
        return new object[] { worker.Status, worker.Type, worker.Content.ToArray() };
    }

    public override object InitializeLifetimeService() {
        return null;
    }
}

class Worker : SimpleWorkerRequest {
    readonly string method, path, type;
    readonly byte[] body;
    internal readonly ManualResetEvent Done = new ManualResetEvent(false);
    internal readonly MemoryStream Content = new MemoryStream();
    internal int Status = 200;
    internal string Type = "text/plain";

    internal Worker(string method, string url, string type, byte[] body)
        : base("", url.Contains("?") ? url.Substring(url.IndexOf('?') + 1) : "", TextWriter.Null) {
        this.method = method;
        path = url.Split('?')[0];
        this.type = type;
        this.body = body;
    }

    // The operation follows the page in the path.
    int PageEnd {
        get {
            int end = path.IndexOf(".asmx", StringComparison.Ordinal);
            return end < 0 ? path.Length : end + ".asmx".Length;
        }
    }

    public override string GetHttpVerbName() { return method; }
    public override string GetUriPath() { return path; }
    public override string GetRawUrl() { return path + (GetQueryString() == "" ? "" : "?" + GetQueryString()); }
    public override string GetFilePath() { return path.Substring(0, PageEnd); }
    public override string GetPathInfo() { return path.Substring(PageEnd); }
    public override string GetFilePathTranslated() { return MapPath(GetFilePath()); }

    public override string MapPath(string virtualPath) {
        return Path.Combine(HttpRuntime.AppDomainAppPath, virtualPath.TrimStart('/'));
    }

    public override byte[] GetPreloadedEntityBody() { return body; }
    public override bool IsEntireEntityBodyIsPreloaded() { return true; }

    public override string GetKnownRequestHeader(int index) {
        switch (index) {
            case HeaderContentType: return type;
            case HeaderContentLength: return body.Length.ToString();
            case HeaderHost: return "localhost";
            default: return null;
        }
    }

    public override void SendStatus(int status, string reason) { Status = status; }

    public override void SendKnownResponseHeader(int index, string value) {
        if (index == HeaderContentType) {
            Type = value;
        }
    }

    public override void SendUnknownResponseHeader(string name, string value) {}
    public override void SendResponseFromMemory(byte[] data, int length) { Content.Write(data, 0, length); }
    public override void FlushResponse(bool final) {}
    public override void EndOfRequest() { Done.Set(); }
}
