using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Registry.Http.Bodies;

namespace Registry.Http.OpenApi;

/// <summary>An answer that never changes while the process lives; its ETag is its digest.</summary>
internal sealed class StaticAnswer(byte[] content, string contentType)
{
    private readonly EntityTagHeaderValue _tag = new($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\"");

    public async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.Headers.ETag = _tag.ToString();
        response.Headers.CacheControl = "no-cache";
        if (IsKnown(context.Request))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await JsonAnswer.WriteAsync(context, content, contentType);
    }

    // A list that can't be read asks nothing.
    private bool IsKnown(HttpRequest request) =>
        EntityTagHeaderValue.TryParseStrictList(request.Headers.IfNoneMatch.ToArray()!, out var tags)
        && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(_tag, useStrongComparison: false));
}
