using System.Globalization;
using Xunit;

namespace Registry.Http.Tests.OpenApi;

/// <summary>Reads <c>docs/api/registry.http</c>, strictly: what is not understood fails.</summary>
internal static class HttpFile
{
    private const string Host = "{{host}}";
    private const string Expect = "# Expect: ";

    public static IReadOnlyList<HttpFileRequest> Read(string text) =>
        [.. text.ReplaceLineEndings("\n").Split("\n### ").Skip(1).Select(ReadRequest)];

    private static HttpFileRequest ReadRequest(string block)
    {
        var lines = block.Split('\n');
        Assert.StartsWith(Expect, lines[1], StringComparison.Ordinal);
        var target = lines[2].Split(' ');
        Assert.Equal(2, target.Length);
        Assert.StartsWith(Host, target[1], StringComparison.Ordinal);
        var headers = lines.Skip(3).TakeWhile(static line => line.Length > 0).ToList();
        var body = string.Join('\n', lines.Skip(3 + headers.Count)).Trim();
        return new HttpFileRequest(
            lines[0],
            int.Parse(lines[1][Expect.Length..], CultureInfo.InvariantCulture),
            target[0],
            target[1][Host.Length..],
            headers.Select(static line => line.Split(": ", 2)).ToDictionary(static pair => pair[0], static pair => pair[1]),
            body.Length == 0 ? null : body);
    }
}
