using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Registry.Functions.Worker;

namespace Registry.Functions.Tests.Worker;

/// <summary>Requests as a function gets them: from loopback, where the host is.</summary>
internal static class WorkerRequests
{
    public const string Key = "a key of the tests";

    public const string Agent = """{"id": "a1", "name": "a1", "type": "cost", "host": "10.0.0.1", "port": 8001}""";

    /// <summary>SHA-256 of <see cref="Key"/>, as a setting.</summary>
    public static string KeyHash { get; } = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Key)));

    /// <summary>Settings with which <see cref="Key"/> may do anything.</summary>
    public static (string Name, string Value)[] Admin { get; } = [("Registry__Keys__ci__Sha256", KeyHash), ("Registry__Keys__ci__Role", "admin")];

    public static DefaultHttpContext Request(string method, string path, string? json = null)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        (context.Request.Method, context.Request.Path, context.Request.Host) = (method, path, new HostString("127.0.0.1"));
        context.Request.Headers["x-functions-key"] = Key;
        context.Response.Body = new MemoryStream();
        if (json is not null)
        {
            var body = Encoding.UTF8.GetBytes(json);
            (context.Request.ContentType, context.Request.ContentLength, context.Request.Body) = ("application/json", body.Length, new MemoryStream(body));
        }

        return context;
    }

    /// <summary>The status that it is answered with.</summary>
    public static async Task<int> AnswerAsync(this IHost app, HttpContext context)
    {
        context.RequestServices = app.Services;
        await app.Services.GetRequiredService<WorkerPipeline>().AnswerAsync(context.Request);
        return context.Response.StatusCode;
    }
}
