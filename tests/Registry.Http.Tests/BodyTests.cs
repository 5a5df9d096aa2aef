using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Registry.Http.Tests;

public sealed class BodyTests
{
    private const int SingleLimit = 64 * 1024;
    private const int BatchLimit = 4 * 1024 * 1024;
    private const string Register = "/agents/register";

    [Theory]
    [InlineData(Register, SingleLimit)]
    [InlineData("/agents/x/heartbeat", SingleLimit)]
    [InlineData("/agents/batch", BatchLimit)]
    public async Task Post_BodyAboveTheLimit_IsTooLarge(string path, int limit)
    {
        await using var host = await HttpHost.StartAsync();
        using var sized = await host.Client.PostAsync(path, Json(Text(limit + 1)));
        using var chunked = await host.Client.SendAsync(Chunked(path, Text(limit + 1)));

        await Answers.ProblemAsync(sized, HttpStatusCode.RequestEntityTooLarge, "too_large");
        await Answers.ProblemAsync(chunked, HttpStatusCode.RequestEntityTooLarge, "too_large");
    }

    [Theory]
    [InlineData(Register, SingleLimit)]
    [InlineData("/agents/batch", BatchLimit)]
    public async Task Post_BodyAtTheLimit_IsRead(string path, int limit)
    {
        await using var host = await HttpHost.StartAsync();
        using var sized = await host.Client.PostAsync(path, Json(Text(limit)));
        using var chunked = await host.Client.SendAsync(Chunked(path, Text(limit)));

        // A string is no registration and no batch: that it is not means that it was read whole.
        await Answers.ProblemAsync(sized, HttpStatusCode.BadRequest, "invalid_request");
        await Answers.ProblemAsync(chunked, HttpStatusCode.BadRequest, "invalid_request");
    }

    [Fact]
    public async Task Post_BodyLongerThanItsContentLength_IsTooLarge()
    {
        await using var host = await HttpHost.StartAsync();
        var context = await host.Server.SendAsync(request =>
        {
            request.Request.Method = HttpMethods.Post;
            request.Request.Path = Register;
            request.Request.ContentType = "application/json";
            request.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(Text(SingleLimit + 1)));
            request.Request.ContentLength = 10;
        });

        Assert.Equal(StatusCodes.Status413PayloadTooLarge, context.Response.StatusCode);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/xml")]
    [InlineData("text/json")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("nonsense")]
    public async Task Post_OtherMediaType_IsUnsupported(string contentType)
    {
        await using var host = await HttpHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, Register) { Content = new ByteArrayContent("{}"u8.ToArray()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var response = await host.Client.SendAsync(request);

        await Answers.ProblemAsync(response, HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Fact]
    public async Task Post_ChunkedOtherMediaType_IsUnsupported()
    {
        await using var host = await HttpHost.StartAsync();
        using var request = Chunked(Register, "{}");
        request.Content!.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        using var response = await host.Client.SendAsync(request);

        await Answers.ProblemAsync(response, HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("Application/JSON; Charset=\"UTF-8\"")]
    [InlineData("application/merge-patch+json")]
    [InlineData("application/vnd.anything+json;v=1")]
    [InlineData(null)]
    public async Task Post_Json_IsRead(string? contentType)
    {
        await using var host = await HttpHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, Register) { Content = new ByteArrayContent("[]"u8.ToArray()) };
        if (contentType is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        using var response = await host.Client.SendAsync(request);

        await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("identity, br")]
    public async Task Post_CompressedBody_IsUnsupported(string encoding)
    {
        await using var host = await HttpHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, Register) { Content = Json("{}") };
        request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        using var response = await host.Client.SendAsync(request);

        await Answers.ProblemAsync(response, HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json")]
    public async Task Post_RequiredBodyMissing_IsInvalidAndNeverUnsupported(string contentType)
    {
        await using var host = await HttpHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, Register) { Content = new ByteArrayContent([]) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var response = await host.Client.SendAsync(request);

        await FieldAsync(response, "body");
    }

    [Theory]
    [InlineData("{", "body")]
    [InlineData("{\"name\":\"a\",}", "body")]
    [InlineData("{\"name\":\"a\"} x", "body")]
    [InlineData("{\"name\":\"a\u0000b\"}", "body")]
    [InlineData("{name:1}", "body")]
    [InlineData("// no\n{}", "body")]
    [InlineData("[]", "body")]
    [InlineData("null", "body")]
    [InlineData("\"text\"", "body")]
    [InlineData("17", "body")]
    [InlineData("{\"name\":\"a\",\"name\":\"b\"}", "name")]
    [InlineData("{\"name\":\"a\",\"n\\u0061me\":\"b\"}", "body")]
    [InlineData("{\"metadata\":{\"x\":{\"k\":1,\"k\":2}}}", "metadata")]
    [InlineData("{\"name\":\"a\\ud800b\"}", "name")]
    [InlineData("{\"type\":\"t\",\"name\":\"\\udc00\\ud800\"}", "name")]
    [InlineData("{\"metadata\":{\"\\ud83d\":1}}", "metadata")]
    [InlineData("{\"\\ud83d\":1}", "body")]
    public async Task Post_HostileJson_IsRefusedByField(string body, string field)
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.Client.PostAsync(Register, Json(body));

        var message = await FieldAsync(response, field);
        Assert.DoesNotContain("System.", message, StringComparison.Ordinal);
        Assert.DoesNotContain("Path:", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_InvalidUtf8_IsRefused()
    {
        await using var host = await HttpHost.StartAsync();
        var content = new ByteArrayContent([.. "{\"name\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await host.Client.PostAsync(Register, content);

        Assert.Contains("UTF-8", await FieldAsync(response, "body"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(17, true)]
    [InlineData(30_000, true)]
    [InlineData(16, false)]
    public async Task Post_DeepJson_IsRefusedAboveSixteenLevels(int levels, bool tooDeep)
    {
        await using var host = await HttpHost.StartAsync();
        var nested = levels - 1;
        var body = "{\"metadata\":" + new string('[', nested) + new string(']', nested) + "}";
        using var response = await host.Client.PostAsync(Register, Json(body));

        var message = await FieldAsync(response, "metadata");
        Assert.Equal(tooDeep, message.Contains("deeper than 16", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Post_ByteOrderMark_IsAccepted()
    {
        await using var host = await HttpHost.StartAsync();
        var content = new ByteArrayContent([0xEF, 0xBB, 0xBF, .. "{}"u8]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await host.Client.PostAsync(Register, content);

        await FieldAsync(response, "name");
    }

    [Fact]
    public async Task Post_SyntaxError_SaysWhere()
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.Client.PostAsync(Register, Json("{\n  \"name\": nope\n}"));

        Assert.Contains("line 2, byte 12", await FieldAsync(response, "body"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_EverythingWrong_SaysSoAtOnce()
    {
        await using var host = await HttpHost.StartAsync();
        using var response = await host.Client.PostAsync(
            Register, Json("""{"name":7,"id":"a/b","port":70000,"host":"h","ttl_seconds":0,"tags":"x","metadata":[],"status":"fine"}"""));

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        var fields = problem.GetProperty("errors").EnumerateObject().Select(field => field.Name).ToHashSet();
        Assert.Superset(new HashSet<string> { "name", "type", "id", "port", "ttl_seconds", "tags", "metadata", "status" }, fields);
    }

    private static async Task<string> FieldAsync(HttpResponseMessage response, string field)
    {
        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        return problem.GetProperty("errors").GetProperty(field)[0].GetString()!;
    }

    private static string Text(int bytes) => "\"" + new string('x', bytes - 2) + "\"";

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static HttpRequestMessage Chunked(string path, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(body))) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Content.Headers.ContentLength = null;
        request.Headers.TransferEncodingChunked = true;
        return request;
    }
}
