using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Registry.Tables.Connections;

/// <summary>
/// Shared Key Lite for the Table service: HMAC-SHA256 over the date and the canonicalized resource, which is
/// <c>/{account}{encoded path}</c>, so a path-style address has the account in it twice. Source: "Authorize with Shared Key".
/// </summary>
internal sealed class SharedKeyLitePolicy(string account, byte[] key, TimeProvider time) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var date = time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        var uri = message.Request.Uri.ToUri();
        message.Request.Headers.SetValue("x-ms-date", date);
        message.Request.Headers.SetValue(HttpHeader.Names.Authorization, $"SharedKeyLite {account}:{Sign(date, account, uri, key)}");
    }

    internal static string Sign(string date, string account, Uri uri, byte[] key)
    {
        var text = $"{date}\n/{account}{uri.AbsolutePath}";
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text), hash);
        return Convert.ToBase64String(hash);
    }
}
